-- Takes some vehicles ($1 at most) that are to be examined; those that somebody else has taken are passed over. What was taken is
-- there again unless the transaction is committed.
WITH first AS (
    SELECT vehicle_key FROM examination ORDER BY id LIMIT $1::int FOR UPDATE SKIP LOCKED
), all_of_them AS (
    SELECT id FROM examination WHERE vehicle_key IN (SELECT vehicle_key FROM first) FOR UPDATE SKIP LOCKED
), taken AS (
    DELETE FROM examination WHERE id = ANY (ARRAY(SELECT id FROM all_of_them))
)
SELECT DISTINCT vehicle_key FROM first ORDER BY vehicle_key
