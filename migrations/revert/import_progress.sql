-- Revert chedang:import_progress from pg
BEGIN;
DROP TABLE chedang.import_progress;
COMMIT;
