-- The days of a workshop from $2 on: as numbers since then, with what was recorded.
SELECT day - $2::date, records, flawed FROM workshop_day WHERE workshop_id = $1::bigint AND day >= $2::date AND records > 0
