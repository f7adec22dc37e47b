-- Verify chedang:repair_kind on pg
SELECT fuel, use, brought_minute FROM chedang.repair WHERE false;
SELECT fuel, use, brought_minute FROM chedang.repair_revision WHERE false;
SELECT 1 / (count(*) = 1)::int FROM pg_proc WHERE proname = 'accept_repair' AND pronargs = 19;
SELECT 1 / (NOT has_function_privilege('public', oid, 'EXECUTE') AND has_function_privilege('chedang_serve', oid, 'EXECUTE'))::int
  FROM pg_proc WHERE proname = 'accept_repair';
