-- Verify chedang:client_console on pg
SELECT id, client_id, name, password, version, totp, totp_step, created_at, ended_at FROM chedang.client_admin WHERE false;
SELECT admin_id, hash, used_at FROM chedang.client_admin_recovery WHERE false;
SELECT hash, admin_id, key, tries, expires_at FROM chedang.client_admin_ticket WHERE false;
SELECT id, client_id, admin_id, act, kid, at FROM chedang.client_admin_trail WHERE false;
SELECT client_admin_id FROM chedang.session WHERE false;
SELECT client_id, day, purpose, outcome, count FROM chedang.client_usage WHERE false;
SELECT client_id, day, code, count FROM chedang.client_error_day WHERE false;
SELECT 1 / count(*) FROM pg_class WHERE oid = 'chedang.trail_client'::regclass;
SELECT 1 / count(*) FROM pg_proc WHERE oid = 'chedang.client_admin_of(bytea)'::regprocedure;
SELECT 1 / count(*) FROM pg_proc WHERE oid = 'chedang.client_key_add(bytea, text, text, bytea, text, int)'::regprocedure;
SELECT 1 / count(*) FROM pg_proc WHERE oid = 'chedang.client_key_end(bytea, text)'::regprocedure;
