-- Keeps an order ($1 workshop, $2 number, $3 sealed), as the next after this revision ($4; 0: there is none yet). No row: it has
-- moved on meanwhile, or the workshop has $5 that wait.
WITH changed AS (
    UPDATE workshop_order SET body = $3::bytea, revision = revision + 1
     WHERE workshop_id = $1::bigint AND number_index = $2::bytea AND revision = $4::int
    RETURNING revision
), made AS (
    INSERT INTO workshop_order (workshop_id, number_index, body)
    SELECT $1::bigint, $2::bytea, $3::bytea
     WHERE $4::int = 0 AND (SELECT count(*) FROM workshop_order WHERE workshop_id = $1::bigint) < $5::int
    ON CONFLICT DO NOTHING
    RETURNING revision
)
SELECT revision FROM changed UNION ALL SELECT revision FROM made
