-- A new client; its secret is kept as a keyed hash only.
INSERT INTO client (public_id, name, audience, secret) VALUES ($1, $2, $3, $4::bytea)
