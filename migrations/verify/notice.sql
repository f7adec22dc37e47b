-- Verify chedang:notice on pg
SELECT account_id, id, kind, vehicle_key, told_at, read_at FROM chedang.notice WHERE false;
SELECT account_id FROM chedang.outbox WHERE false;
SELECT language, sms_muted, quiet_from, quiet_to FROM chedang.account WHERE false;
SELECT 1 / count(*) FROM pg_proc WHERE oid = 'chedang.tell(bigint, text, bytea)'::regprocedure;
