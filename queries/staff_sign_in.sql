-- Opens a session ($3) for somebody of the authority in place of the browser's old one ($4), if the password that was
-- checked is still the one that counts.
WITH who AS (
    SELECT id FROM staff WHERE id = $1::bigint AND version = $2::int AND ended_at IS NULL
), old AS (
    DELETE FROM session USING who WHERE session.hash = $4::bytea
)
INSERT INTO session (hash, staff_id) SELECT $3::bytea, id FROM who
RETURNING staff_id
