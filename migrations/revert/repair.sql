-- Revert chedang:repair from pg
BEGIN;
DROP TABLE chedang.quarantine, chedang.message, chedang.settlement, chedang.repair_revision, chedang.repair;
DROP FUNCTION chedang.repair_changed;
COMMIT;
