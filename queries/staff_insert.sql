-- Somebody of the authority; no row when the name is taken, be it by somebody who has left.
INSERT INTO staff (name, role, password) VALUES ($1, $2, $3::bytea) ON CONFLICT (name) DO NOTHING RETURNING id
