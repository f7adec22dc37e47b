-- Ends a key ($1, what it is called) and the tokens that were got with it; says whether it was there and not ended before.
WITH ended AS (
    UPDATE client_key SET ended_at = now() WHERE kid = $1 AND ended_at IS NULL RETURNING id, client_id, kid
), tokens AS (
    DELETE FROM client_token USING ended WHERE client_token.key_id = ended.id
), noted AS (
    INSERT INTO client_admin_trail (client_id, act, kid) SELECT client_id, 'key_ended', kid FROM ended
)
SELECT id FROM ended
