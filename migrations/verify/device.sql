-- Verify chedang:device on pg
SELECT handle, device, browser, network FROM chedang.session WHERE false;
SELECT account_id, hash, first_at, used_at FROM chedang.device WHERE false;
