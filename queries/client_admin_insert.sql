-- Another administrator ($2, with a sealed password $3) of a client ($1, its public id): no row when there is no such client;
-- false when the name is taken, be it by somebody who has left.
WITH client AS (
    SELECT id FROM client WHERE public_id = $1 AND revoked_at IS NULL
), made AS (
    INSERT INTO client_admin (client_id, name, password) SELECT id, $2, $3::bytea FROM client
    ON CONFLICT (name) DO NOTHING
    RETURNING id
)
SELECT EXISTS (SELECT FROM made) FROM client
