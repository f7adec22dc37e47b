-- Revert chedang:notice_security from pg
BEGIN;
SET LOCAL search_path = chedang;
CREATE OR REPLACE FUNCTION tell(in_account bigint, in_kind text, in_vehicle bytea) RETURNS void LANGUAGE sql AS $$
    INSERT INTO chedang.notice (account_id, kind, vehicle_key) VALUES (in_account, in_kind, in_vehicle);
    INSERT INTO chedang.outbox (kind, account_id, due_at, expires_at)
    SELECT in_kind, id, due, due + interval '3 days'
      FROM chedang.account, chedang.after_quiet(now(), quiet_from, quiet_to) AS due
     WHERE id = in_account AND in_kind <> ALL (sms_muted);
$$;
DROP FUNCTION notice_is_security;
DROP INDEX notice_unread;
COMMIT;
