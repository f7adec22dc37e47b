-- Revert chedang:registry from pg
BEGIN;
DROP TABLE chedang.registry;
DROP FUNCTION chedang.registry_changed;
COMMIT;
