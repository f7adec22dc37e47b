-- Notes what became of a delivery: see the function.
SELECT webhook_settle($1, $2::bigint, $3::bigint, $4::int, $5, $6::int)
