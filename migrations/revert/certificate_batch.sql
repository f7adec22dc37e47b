-- Revert chedang:certificate_batch from pg
BEGIN;
SET LOCAL search_path = chedang;
DROP TABLE certificate_batch_line, certificate_batch;
COMMIT;
