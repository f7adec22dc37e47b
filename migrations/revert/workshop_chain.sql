-- Revert chedang:workshop_chain from pg
BEGIN;
ALTER TABLE chedang.workshop DROP COLUMN chain_id;
COMMIT;
