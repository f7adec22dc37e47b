-- A client that may still ask for tokens, and the keyed hash of its secret.
SELECT id, secret FROM client WHERE public_id = $1 AND revoked_at IS NULL
