-- Verify chedang:webhook on pg
SELECT id, client_id, target, position, ping_at, confirmed_at, leased_until, delivered_at, due_at, tries, failing_since, paused_at, made_at FROM chedang.webhook WHERE false;
SELECT webhook_id, tried_at, first_seq, last_seq, status, outcome, ms FROM chedang.webhook_delivery WHERE false;
SELECT 1 / count(*) FROM pg_proc WHERE oid = 'chedang.webhook_settle(text, bigint, bigint, int, text, int)'::regprocedure;
SELECT 1 / count(*) FROM pg_proc WHERE oid = 'chedang.webhook_lease()'::regprocedure;
