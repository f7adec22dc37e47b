-- Deploy chedang:notice_security to pg
BEGIN;
SET LOCAL search_path = chedang;

CREATE INDEX notice_unread ON notice (account_id) WHERE read_at IS NULL;

-- Kinds that come by SMS whatever the owner chose, and at once. history/notice.c has the same list.
CREATE FUNCTION notice_is_security(kind text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT kind IN ('new_device', 'claim_tried', 'phone_changed')
$$;

-- Tells an owner: at once in the message centre, by SMS unless that kind is muted, after the quiet hours; of what
-- concerns the account's safety always and at once. Whoever has closed the account is told nothing.
CREATE OR REPLACE FUNCTION tell(in_account bigint, in_kind text, in_vehicle bytea) RETURNS void LANGUAGE sql AS $$
    INSERT INTO chedang.notice (account_id, kind, vehicle_key)
    SELECT id, in_kind, in_vehicle FROM chedang.account WHERE id = in_account AND closed_at IS NULL;
    INSERT INTO chedang.outbox (kind, account_id, due_at, expires_at)
    SELECT in_kind, id, due, due + interval '3 days'
      FROM chedang.account,
           LATERAL (SELECT CASE WHEN chedang.notice_is_security(in_kind) THEN now()
                                ELSE chedang.after_quiet(now(), quiet_from, quiet_to) END) AS moment(due)
     WHERE id = in_account AND closed_at IS NULL
       AND (chedang.notice_is_security(in_kind) OR in_kind <> ALL (sms_muted));
$$;

GRANT EXECUTE ON FUNCTION notice_is_security(text) TO chedang_serve;
COMMIT;
