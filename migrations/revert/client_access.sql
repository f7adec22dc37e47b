-- Revert chedang:client_access from pg
BEGIN;
SET LOCAL search_path = chedang;
DROP FUNCTION client_token_grant(bigint, bytea, text[], float8, bytea, timestamptz);
DROP TABLE client_assertion;
DELETE FROM client_token;
ALTER TABLE client_token DROP COLUMN key_id, DROP COLUMN purposes;
DROP FUNCTION contract_of(bigint);
DROP TABLE contract_purpose;
DROP TABLE contract;
-- One secret is kept; a client without any gets one that nobody knows.
ALTER TABLE client ADD COLUMN secret bytea;
UPDATE client SET secret = coalesce(
    (SELECT proof FROM client_key WHERE client_id = client.id AND kind = 'secret' ORDER BY ended_at NULLS FIRST, id DESC LIMIT 1),
    sha256(gen_random_uuid()::text::bytea));
ALTER TABLE client ALTER COLUMN secret SET NOT NULL;
DROP VIEW client_key_now;
DROP TABLE client_key;
ALTER TABLE client DROP COLUMN sandbox;
COMMIT;
