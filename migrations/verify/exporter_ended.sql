-- Verify chedang:exporter_ended on pg
SELECT 1 / count(*) FROM pg_trigger WHERE tgname = 'review_of_revoked' AND tgrelid = 'chedang.client'::regclass;
SELECT 1 / count(*) FROM pg_proc WHERE oid = 'chedang.certificate_document_open(text, bigint, bytea, bytea, text[], bytea[], integer)'::regprocedure
                                   AND prosrc LIKE '%ended%';
