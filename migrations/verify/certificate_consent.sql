-- Verify chedang:certificate_consent on pg
SELECT request, client_id, vehicle_key, ownership, asked, asked_index, code, tries, expires_at FROM chedang.certificate_consent WHERE false;
SELECT 1 / count(*) FROM pg_proc WHERE oid = 'chedang.certificate_consent_take(bigint, bytea, bytea, bytea, boolean)'::regprocedure;
