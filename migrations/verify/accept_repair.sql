-- Verify chedang:accept_repair on pg
SELECT 1 / (count(*) = 1)::int FROM pg_proc WHERE proname = 'accept_repair';
