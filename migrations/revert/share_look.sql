-- Revert chedang:share_look from pg
BEGIN;
SET LOCAL search_path = chedang;
ALTER TABLE share_opening DROP COLUMN client_id, DROP COLUMN purpose;
COMMIT;
