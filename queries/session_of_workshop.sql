-- Opens a session ($1) of a workshop ($2) in place of the browser's old one ($3).
WITH old AS (
    DELETE FROM session WHERE hash = $3::bytea
)
INSERT INTO session (hash, workshop_id) VALUES ($1::bytea, $2::bigint)
