-- Verify chedang:trail on pg
SELECT looked_at, vehicle_key, audience, client_id, purpose, reference, outcome, version FROM chedang.trail WHERE false;
SELECT spool, next_entry FROM chedang.trail_position WHERE false;
SELECT 1 / has_function_privilege('chedang.partitions_ahead()', 'EXECUTE')::int;
