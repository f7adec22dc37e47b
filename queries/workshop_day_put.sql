-- Notes what a day of a workshop adds up to, and that the workshop has to be judged again.
WITH put AS (
    UPDATE workshop_day SET records = $3::int, flawed = $4::int, sums = $5::text, stale = false
     WHERE workshop_id = $1::bigint AND day = date '1970-01-01' + $2::int
), due AS (
    INSERT INTO workshop_standing (workshop_id) VALUES ($1::bigint)
    ON CONFLICT (workshop_id) DO UPDATE SET stale = true
    RETURNING 1
)
SELECT count(*) FROM due
