-- Revert chedang:code_message from pg
BEGIN;
SET LOCAL search_path = chedang;
ALTER TABLE sign_in_code DROP COLUMN message, DROP COLUMN made_at;
COMMIT;
