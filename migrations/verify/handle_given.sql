-- Verify chedang:handle_given on pg
SELECT epoch FROM chedang.trail WHERE false;
SELECT 1 / count(*) FROM pg_proc WHERE oid = 'chedang.trail_watched()'::regprocedure AND prosrc LIKE '%look.given%';
