-- Revert chedang:account_change from pg
BEGIN;
SET LOCAL search_path = chedang;
DROP FUNCTION change_phone;
DROP FUNCTION close_account;
REVOKE UPDATE (phone_index, phone, closed_at) ON account FROM chedang_serve;
DELETE FROM account WHERE closed_at IS NOT NULL;
ALTER TABLE account
    DROP CONSTRAINT account_open,
    DROP COLUMN closed_at,
    ALTER phone_index SET NOT NULL,
    ALTER phone SET NOT NULL;
COMMIT;
