-- Verify chedang:ownership on pg
SELECT handle, account_id, vehicle_key, holder_revision FROM chedang.ownership WHERE false;
