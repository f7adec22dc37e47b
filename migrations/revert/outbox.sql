-- Revert chedang:outbox from pg
BEGIN;
DROP TABLE chedang.outbox;
COMMIT;
