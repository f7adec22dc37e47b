-- Revert chedang:sandbox from pg
BEGIN;
SET LOCAL search_path = chedang;
DROP TRIGGER ownership_of_sandbox ON ownership;
DROP FUNCTION ownership_of_sandbox();
DROP TABLE sandbox_vehicle;
ALTER TABLE client DROP COLUMN unkind; -- and the constraint with it
COMMIT;
