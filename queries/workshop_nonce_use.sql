-- Notes that a nonce ($2, hashed) of a key ($1) was used; no row when it was used before.
INSERT INTO workshop_nonce (app_id, hash) VALUES ($1, $2::bytea) ON CONFLICT DO NOTHING RETURNING 1
