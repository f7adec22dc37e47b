-- Verify chedang:vehicle on pg
SELECT key, vin, version FROM chedang.vehicle WHERE false;
SELECT xid, key, version FROM chedang.change WHERE false;
