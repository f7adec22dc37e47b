-- Revert chedang:vehicle from pg
BEGIN;
DROP FUNCTION chedang.vehicle_touch;
DROP TABLE chedang.change;
DROP TABLE chedang.vehicle;
COMMIT;
