-- Verify chedang:change_by_statement on pg
SELECT 1 / (count(*) = 3)::int FROM pg_trigger
 WHERE tgrelid = 'chedang.repair'::regclass AND NOT tgisinternal AND tgtype & 1 = 0;
SELECT 1 / (count(*) = 2)::int FROM pg_trigger
 WHERE tgrelid = 'chedang.registry'::regclass AND NOT tgisinternal AND tgtype & 1 = 0;
