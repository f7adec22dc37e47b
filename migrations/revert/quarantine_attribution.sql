-- Revert chedang:quarantine_attribution from pg
BEGIN;
SET LOCAL search_path = chedang;
DROP FUNCTION quarantine_attribute;
DROP TABLE quarantine_attribution;
COMMIT;
