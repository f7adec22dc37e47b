-- Verify chedang:certificate_document on pg
SELECT client_id FROM chedang.review WHERE false;
SELECT 1 / count(*) FROM pg_constraint WHERE conname = 'review_export';
SELECT 1 / count(*) FROM pg_proc
 WHERE oid = 'chedang.certificate_document_open(text, bigint, bytea, bytea, text[], bytea[], integer)'::regprocedure;
