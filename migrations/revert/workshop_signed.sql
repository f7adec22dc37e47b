-- Revert chedang:workshop_signed from pg
BEGIN;
DROP TABLE chedang.workshop_order;
DROP TABLE chedang.workshop_nonce;
DROP TABLE chedang.workshop_key;
COMMIT;
