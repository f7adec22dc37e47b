-- Revert chedang:ownership from pg
BEGIN;
DROP TABLE chedang.ownership;
COMMIT;
