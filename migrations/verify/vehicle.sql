-- Verify chedang:vehicle on pg
SELECT key, vin, version FROM chedang.vehicle WHERE false;
SELECT xid, key, version FROM chedang.change WHERE false;
SELECT 1 / has_function_privilege('chedang.vehicle_touch(bytea)', 'EXECUTE')::int;
