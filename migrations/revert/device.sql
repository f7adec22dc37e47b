-- Revert chedang:device from pg
BEGIN;
SET LOCAL search_path = chedang;
DROP TABLE device;
ALTER TABLE session DROP COLUMN handle, DROP COLUMN device, DROP COLUMN browser, DROP COLUMN network;
COMMIT;
