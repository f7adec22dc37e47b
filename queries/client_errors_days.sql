-- What a client ($1) was refused since a day ($2), the latest first, at most a hundred.
SELECT day, code, count FROM client_error_day WHERE client_id = $1::bigint AND day >= $2::date ORDER BY day DESC, count DESC, code LIMIT 100
