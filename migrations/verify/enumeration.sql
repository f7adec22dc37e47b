-- Verify chedang:enumeration on pg
SELECT bulk FROM chedang.contract WHERE false;
SELECT slowed_until FROM chedang.client WHERE false;
SELECT id, vehicle_key, added_at FROM chedang.honey WHERE false;
