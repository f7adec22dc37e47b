-- Revert chedang:workshop from pg
BEGIN;
DROP TABLE chedang.workshop_token;
DROP TABLE chedang.workshop;
DROP SEQUENCE chedang.workshop_number;
COMMIT;
