-- Stores an access token that lives for $3 seconds, and drops this client's expired ones.
WITH expired AS (
    DELETE FROM client_token WHERE client_id = $2::bigint AND expires_at < now()
)
INSERT INTO client_token (hash, client_id, expires_at)
VALUES ($1::bytea, $2::bigint, now() + make_interval(secs => $3::float8))
