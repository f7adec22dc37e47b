-- Revert chedang:region from pg
BEGIN;
DROP TABLE chedang.region;
COMMIT;
