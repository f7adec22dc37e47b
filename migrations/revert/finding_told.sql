-- Revert chedang:finding_told from pg
BEGIN;
SET LOCAL search_path = chedang;
DROP FUNCTION finding_tell;
DROP INDEX repair_with_findings;
DROP TABLE finding_told;
COMMIT;
