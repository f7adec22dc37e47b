-- Verify chedang:consent on pg
SELECT handle, ownership, number, account_id, given_at, expires_at, ended_at FROM chedang.consent WHERE false;
SELECT ticket, account_id, ownership, asked, asked_index, code, days, tries, message, expires_at FROM chedang.consent_request WHERE false;
SELECT handle, account_id, vehicle_key, ownership, audience, manages, since, until, number FROM chedang.access WHERE false;
SELECT 1 / count(*) FROM pg_proc WHERE oid = 'chedang.consent_take(bigint, bytea, bytea, text)'::regprocedure;
SELECT 1 / count(*) FROM pg_proc WHERE oid = 'chedang.tell_managers(text, text)'::regprocedure;
