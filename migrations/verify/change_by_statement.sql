-- Verify chedang:change_by_statement on pg
SELECT 1 / (count(*) = 3)::int FROM pg_trigger
 WHERE tgrelid = 'chedang.repair'::regclass AND tgname IN ('repair_changed', 'repair_corrected', 'repair_removed')
   AND tgtype & 1 = 0;
SELECT 1 / (count(*) = 2)::int FROM pg_trigger
 WHERE tgrelid = 'chedang.registry'::regclass AND tgname IN ('registry_changed', 'registry_corrected') AND tgtype & 1 = 0;
