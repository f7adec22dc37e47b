-- Revert chedang:role_session from pg
BEGIN;
SET LOCAL search_path = chedang;
DELETE FROM session WHERE account_id IS NULL;
ALTER TABLE session
    DROP COLUMN workshop_id,
    DROP COLUMN staff_id,
    ALTER account_id SET NOT NULL;
DROP TABLE staff;
COMMIT;
