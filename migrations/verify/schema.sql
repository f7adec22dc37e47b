-- Verify chedang:schema on pg
SELECT 1 / (has_schema_privilege('chedang_serve', 'chedang', 'USAGE'))::int;
