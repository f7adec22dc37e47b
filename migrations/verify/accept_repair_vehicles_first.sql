-- Verify chedang:accept_repair_vehicles_first on pg
SELECT 1 / (count(*) = 1)::int FROM pg_proc WHERE proname = 'accept_repair' AND prosrc NOT LIKE '%advisory%';
SELECT 1 / (NOT has_function_privilege('public', oid, 'EXECUTE') AND has_function_privilege('chedang_serve', oid, 'EXECUTE'))::int
  FROM pg_proc WHERE proname = 'accept_repair';
