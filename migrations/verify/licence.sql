-- Verify chedang:licence on pg
SELECT organisation_id FROM chedang.review WHERE false;
SELECT 1 / count(*) FROM pg_proc
 WHERE oid = 'chedang.organisation_make(text, bigint, bytea, bytea, int, text[], bytea[])'::regprocedure;
