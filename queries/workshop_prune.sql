-- Forgets some records of days before $1, which no window has any more, and days before $2.
WITH records AS (
    DELETE FROM workshop_record WHERE (vehicle_key, repair_id) IN
           (SELECT vehicle_key, repair_id FROM workshop_record WHERE day < $1::date LIMIT $3::int)
    RETURNING 1
), days AS (
    DELETE FROM workshop_day WHERE (workshop_id, day) IN
           (SELECT workshop_id, day FROM workshop_day WHERE day < $2::date AND NOT stale LIMIT $3::int)
    RETURNING 1
)
SELECT (SELECT count(*) FROM records) + (SELECT count(*) FROM days)
