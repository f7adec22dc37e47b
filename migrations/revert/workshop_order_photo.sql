-- Revert chedang:workshop_order_photo from pg
BEGIN;
DROP INDEX chedang.repair_of_workshop_with_findings;
DROP TABLE chedang.workshop_order_photo;
COMMIT;
