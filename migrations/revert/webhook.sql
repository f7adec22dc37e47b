-- Revert chedang:webhook from pg
BEGIN;
SET LOCAL search_path = chedang;
DROP FUNCTION webhook_lease, webhook_settle, webhook_make;
DROP TABLE webhook_delivery, webhook;
COMMIT;
