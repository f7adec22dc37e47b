-- Verify chedang:region on pg
SELECT 1 / (count(*) = 34)::int FROM chedang.region;
