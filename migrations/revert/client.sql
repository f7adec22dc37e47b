-- Revert chedang:client from pg
BEGIN;
DROP TABLE chedang.client_token, chedang.client;
COMMIT;
