-- Verify chedang:quarantine_attribution on pg
SELECT quarantine_id, workshop_id, number_index, attributed_at FROM chedang.quarantine_attribution WHERE false;
SELECT 1 / (NOT has_function_privilege('public', oid, 'EXECUTE') AND has_function_privilege('chedang_serve', oid, 'EXECUTE'))::int
  FROM pg_proc WHERE proname = 'quarantine_attribute';
SELECT 1 / (NOT has_table_privilege('chedang_serve', 'chedang.quarantine_attribution', 'UPDATE'))::int;
