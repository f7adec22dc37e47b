-- Verify chedang:repair_statistics on pg
SELECT 1 / (count(*) = 1)::int FROM pg_attribute
 WHERE attrelid = 'chedang.repair'::regclass AND attname = 'vehicle_key' AND 'n_distinct=-0.2' = ANY (attoptions);
