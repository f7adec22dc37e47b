-- Verify chedang:import_progress on pg
SELECT source, bytes, lines, digest, refused, noted_at FROM chedang.import_progress WHERE false;
SELECT 1 / (NOT has_table_privilege('chedang_serve', 'chedang.import_progress', 'SELECT, INSERT, UPDATE, DELETE'))::int;
