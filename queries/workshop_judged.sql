-- Notes how a workshop stands on the day $2, and its signs ($7, JSON); what it had before keeps the day since when it is so.
WITH standing AS (
    UPDATE workshop_standing SET judged_on = $2::date, stale = false, weight = $3::int, records = $4::int, flawed = $5::int,
           sums = $6::text, last_day = (SELECT max(day) FROM workshop_day WHERE workshop_id = $1::bigint AND records > 0)
     WHERE workshop_id = $1::bigint
), now AS (
    SELECT code, part, whole, chance FROM json_to_recordset($7::json) AS sign (code text, part bigint, whole bigint, chance float8)
), gone AS (
    DELETE FROM workshop_sign WHERE workshop_id = $1::bigint AND code NOT IN (SELECT code FROM now)
), put AS (
    INSERT INTO workshop_sign (workshop_id, code, part, whole, chance, since)
    SELECT $1::bigint, code, part, whole, chance, $2::date FROM now
    ON CONFLICT (workshop_id, code) DO UPDATE SET part = excluded.part, whole = excluded.whole, chance = excluded.chance
    RETURNING 1
)
SELECT count(*) FROM put
