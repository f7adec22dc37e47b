-- Revert chedang:accept_repair from pg
BEGIN;
DROP FUNCTION chedang.accept_repair;
COMMIT;
