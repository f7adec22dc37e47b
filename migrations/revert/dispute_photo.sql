-- Revert chedang:dispute_photo from pg
BEGIN;
SET LOCAL search_path = chedang;
DROP TRIGGER dispute_photo_of_closed ON dispute;
DROP FUNCTION dispute_photo_of_closed(),
    dispute_open_with(bigint, text, text, bigint, text, text, text, date, bytea, int, bytea);
DROP TABLE dispute_photo;
COMMIT;
