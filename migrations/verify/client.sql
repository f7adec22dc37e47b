-- Verify chedang:client on pg
SELECT id, public_id, name, audience, revoked_at FROM chedang.client WHERE false;
SELECT hash, client_id, expires_at FROM chedang.client_token WHERE false;
