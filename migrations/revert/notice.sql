-- Revert chedang:notice from pg
BEGIN;
SET LOCAL search_path = chedang;
DROP FUNCTION tell(bigint, text, bytea);
DROP FUNCTION after_quiet(timestamptz, int, int);
DELETE FROM outbox WHERE body IS NULL;
ALTER TABLE outbox
    DROP COLUMN account_id,
    ALTER body SET NOT NULL;
DROP TABLE notice;
ALTER TABLE account
    DROP CONSTRAINT account_quiet,
    DROP COLUMN language,
    DROP COLUMN sms_muted,
    DROP COLUMN quiet_from,
    DROP COLUMN quiet_to;
REVOKE UPDATE ON account FROM chedang_serve;
COMMIT;
