-- Verify chedang:share_certificate on pg
SELECT certifies FROM chedang.share WHERE false;
SELECT 1 / count(*) FROM pg_proc
 WHERE oid = 'chedang.share_make(text, bigint, text, bytea, text, bigint[], bytea, integer, boolean)'::regprocedure;
