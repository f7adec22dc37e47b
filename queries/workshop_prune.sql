-- Forgets records of a workshop from before the day $2, which no window has any more, and days before $3.
WITH records AS (
    DELETE FROM workshop_record WHERE workshop_id = $1::bigint AND day < $2::date
), days AS (
    DELETE FROM workshop_day WHERE workshop_id = $1::bigint AND day < $3::date
    RETURNING 1
)
SELECT count(*) FROM days
