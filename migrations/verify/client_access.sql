-- Verify chedang:client_access on pg
SELECT id, client_id, kid, kind, proof, label, created_at, expires_at, used_at, ended_at FROM chedang.client_key WHERE false;
SELECT id, public_id FROM chedang.client_key_now WHERE false;
SELECT id, client_id, valid_from, valid_until, burst, day FROM chedang.contract WHERE false;
SELECT contract_id, purpose, day FROM chedang.contract_purpose WHERE false;
SELECT hash, client_id, expires_at, key_id, purposes FROM chedang.client_token WHERE false;
SELECT hash, expires_at FROM chedang.client_assertion WHERE false;
SELECT sandbox FROM chedang.client WHERE false;
SELECT 1 / count(*) FROM pg_proc WHERE oid = 'chedang.contract_of(bigint)'::regprocedure;
SELECT 1 / count(*) FROM pg_proc
 WHERE oid = 'chedang.client_token_grant(bigint, bytea, text[], float8, bytea, timestamptz)'::regprocedure;
