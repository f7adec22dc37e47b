-- Another key for a client ($1, its public id): what it is called, its kind, its proof, what people call it, for $6 days. A
-- row when the client is there and has fewer than twenty.
WITH added AS (
    INSERT INTO client_key (client_id, kid, kind, proof, label, expires_at)
    SELECT id, $2, $3, $4::bytea, $5, now() + make_interval(days => $6::int) FROM client
     WHERE public_id = $1 AND revoked_at IS NULL
       AND (SELECT count(*) FROM client_key_now WHERE client_id = client.id) < 20
    RETURNING id, client_id, kid
), noted AS (
    INSERT INTO client_admin_trail (client_id, act, kid) SELECT client_id, 'key_added', kid FROM added
)
SELECT id FROM added
