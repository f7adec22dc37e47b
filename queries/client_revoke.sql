-- Ends a client and its tokens at once; says whether it was there and not revoked before.
WITH revoked AS (
    UPDATE client SET revoked_at = now() WHERE public_id = $1 AND revoked_at IS NULL RETURNING id
), unwatched AS (
    DELETE FROM watch USING revoked WHERE watch.client_id = revoked.id
), unsent AS (
    DELETE FROM webhook USING revoked WHERE webhook.client_id = revoked.id
), ended AS (
    DELETE FROM client_token USING revoked WHERE client_token.client_id = revoked.id
)
SELECT id FROM revoked
