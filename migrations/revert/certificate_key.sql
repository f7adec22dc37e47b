-- Revert chedang:certificate_key from pg
BEGIN;
SET LOCAL search_path = chedang;
DROP TABLE certificate_trust_list;
DROP VIEW certificate_key_now;
DROP TABLE certificate_key;
COMMIT;
