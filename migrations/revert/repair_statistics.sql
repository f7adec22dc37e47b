-- Revert chedang:repair_statistics from pg
BEGIN;
SET LOCAL search_path = chedang;

ALTER TABLE repair ALTER COLUMN vehicle_key RESET (n_distinct);

COMMIT;
