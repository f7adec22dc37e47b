-- Verify chedang:workshop on pg
SELECT id, code, password, version FROM chedang.workshop WHERE false;
SELECT hash, workshop_id, expires_at FROM chedang.workshop_token WHERE false;
