-- Revert chedang:enumeration from pg
BEGIN;
SET LOCAL search_path = chedang;
DROP TABLE honey;
REVOKE UPDATE (slowed_until) ON client FROM chedang_serve;
ALTER TABLE client DROP COLUMN slowed_until;
ALTER TABLE contract DROP COLUMN bulk;
COMMIT;
