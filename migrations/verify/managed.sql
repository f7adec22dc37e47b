-- Verify chedang:managed on pg
SELECT 1 / count(*) FROM pg_proc WHERE oid = 'chedang.dispute_may(chedang.dispute, text, bigint)'::regprocedure
   AND prosrc LIKE '%chedang.access%';
SELECT 1 / (count(*) = 0)::int FROM pg_proc WHERE proname = 'dispute_owner' AND pronamespace = 'chedang'::regnamespace;
