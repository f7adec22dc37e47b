-- The name of somebody of the authority.
SELECT name FROM staff WHERE id = $1::bigint
