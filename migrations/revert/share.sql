-- Revert chedang:share from pg
BEGIN;
SET LOCAL search_path = chedang;
DROP FUNCTION share_make(text, bigint, text, bytea, text, bigint[], bytea, int);
DROP TABLE share_opening;
DROP TABLE share;
COMMIT;
