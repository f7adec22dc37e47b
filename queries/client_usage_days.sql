-- What a client ($1) looked up since a day ($2).
SELECT day, purpose, outcome, count FROM client_usage WHERE client_id = $1::bigint AND day >= $2::date
