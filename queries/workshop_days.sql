-- The days of a workshop from $2 on that are added up.
SELECT day - date '1970-01-01', sums FROM workshop_day
 WHERE workshop_id = $1::bigint AND day >= $2::date AND sums <> '' ORDER BY day
