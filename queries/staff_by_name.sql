-- The password of somebody of the authority who has not left.
SELECT id, version, password FROM staff WHERE name = $1 AND ended_at IS NULL
