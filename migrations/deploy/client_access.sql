-- Deploy chedang:client_access to pg
BEGIN;
SET LOCAL search_path = chedang;

ALTER TABLE client ADD COLUMN sandbox boolean NOT NULL DEFAULT false; -- may ask about the reserved vehicles only

-- What a client proves itself with: several at a time, so that one can follow another. One that is not used for ninety days
-- proves nothing any more.
CREATE TABLE client_key (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    client_id  bigint NOT NULL REFERENCES client,
    kid        text NOT NULL UNIQUE,         -- what it is called, no secret: random, or the key's thumbprint (RFC 7638)
    kind       text NOT NULL CHECK (kind IN ('secret', 'ed25519')),
    proof      bytea NOT NULL CHECK (length(proof) = 32), -- a secret's keyed hash, or the public key
    label      text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    used_at    timestamptz,
    ended_at   timestamptz
);
CREATE INDEX client_key_client ON client_key (client_id);
INSERT INTO client_key (client_id, kid, kind, proof, label, created_at, expires_at, ended_at)
SELECT id, left(md5(public_id), 16), 'secret', secret, 'first', created_at, now() + interval '365 days', revoked_at FROM client;
ALTER TABLE client DROP COLUMN secret;

-- Those that count.
CREATE VIEW client_key_now AS
    SELECT client_key.*, client.public_id
      FROM client_key
      JOIN client ON client.id = client_key.client_id
     WHERE client.revoked_at IS NULL AND client_key.ended_at IS NULL AND client_key.expires_at > now()
       AND coalesce(client_key.used_at, client_key.created_at) > now() - interval '90 days';

-- What a client may: for how long, how much, and for what. The one that began last counts.
CREATE TABLE contract (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    client_id   bigint NOT NULL REFERENCES client,
    valid_from  timestamptz NOT NULL,
    valid_until timestamptz NOT NULL CHECK (valid_until > valid_from),
    burst       bigint NOT NULL CHECK (burst >= 0),  -- look-ups in ten seconds; 0: as the settings say
    day         bigint NOT NULL CHECK (day >= 0)     -- and in a day
);
CREATE INDEX contract_client ON contract (client_id, valid_from);
CREATE TABLE contract_purpose (
    contract_id bigint NOT NULL REFERENCES contract,
    purpose     text NOT NULL CHECK (purpose ~ '^[a-z_]{1,40}$'),
    day         bigint NOT NULL CHECK (day >= 0),    -- look-ups for it in a day; 0: no bound of its own
    PRIMARY KEY (contract_id, purpose)
);
CREATE FUNCTION contract_of(in_client bigint) RETURNS contract LANGUAGE sql STABLE AS $$
    SELECT * FROM chedang.contract
     WHERE client_id = in_client AND valid_from <= now() AND valid_until > now() ORDER BY valid_from DESC, id DESC LIMIT 1
$$;
WITH kept AS (
    INSERT INTO contract (client_id, valid_from, valid_until, burst, day)
    SELECT id, created_at, now() + interval '365 days', 0, 0 FROM client RETURNING id
)
INSERT INTO contract_purpose
SELECT id, purpose, 0
  FROM kept, unnest('{used_car_listing,used_car_purchase,used_car_valuation,insurance,finance,other}'::text[]) AS purpose;

-- A token ends with the key that it was got with.
DELETE FROM client_token;
ALTER TABLE client_token ADD COLUMN key_id bigint NOT NULL REFERENCES client_key;
ALTER TABLE client_token ADD COLUMN purposes text[] NOT NULL;
CREATE INDEX client_token_key ON client_token (key_id);

-- Assertions (RFC 7523) that were used once, until they expire.
CREATE TABLE client_assertion (
    hash       bytea PRIMARY KEY,            -- keyed hash of client and jti
    expires_at timestamptz NOT NULL
);
CREATE INDEX client_assertion_expiry ON client_assertion (expires_at);

-- Stores a token for what was asked of the contract's purposes, all of them when nothing was ('granted'), or says why not:
-- 'ended', the key counts no more; 'replayed', the assertion came before; 'no_contract'; 'scope', what was asked for is not in it.
CREATE FUNCTION client_token_grant(in_key bigint, in_hash bytea, in_purposes text[], in_seconds float8, in_assertion bytea,
                                   in_assertion_until timestamptz, OUT fate text, OUT purposes text[], OUT key_expires_at timestamptz)
LANGUAGE plpgsql AS $$
DECLARE
    held   chedang.client_key;
    agreed chedang.contract;
BEGIN
    SELECT * INTO held FROM chedang.client_key
     WHERE id = in_key AND id IN (SELECT id FROM chedang.client_key_now) FOR UPDATE;
    fate := 'ended';
    IF held.id IS NULL THEN RETURN; END IF;
    IF in_assertion IS NOT NULL THEN
        INSERT INTO chedang.client_assertion VALUES (in_assertion, in_assertion_until) ON CONFLICT DO NOTHING;
        fate := 'replayed';
        IF NOT FOUND THEN RETURN; END IF;
    END IF;
    agreed := chedang.contract_of(held.client_id);
    fate := 'no_contract';
    IF agreed.id IS NULL THEN RETURN; END IF;
    SELECT array_agg(purpose ORDER BY purpose) INTO purposes FROM chedang.contract_purpose
     WHERE contract_id = agreed.id AND (in_purposes = '{}' OR purpose = ANY (in_purposes));
    fate := 'scope';
    IF purposes IS NULL OR NOT purposes @> in_purposes THEN RETURN; END IF;
    UPDATE chedang.client_key SET used_at = now() WHERE id = held.id;
    DELETE FROM chedang.client_token WHERE client_id = held.client_id AND expires_at < now();
    INSERT INTO chedang.client_token (hash, client_id, expires_at, key_id, purposes)
    VALUES (in_hash, held.client_id, least(now() + make_interval(secs => in_seconds), agreed.valid_until), held.id, purposes);
    fate := 'granted';
    key_expires_at := held.expires_at;
END $$;

GRANT SELECT ON client_key, client_key_now, contract, contract_purpose TO chedang_serve;
GRANT UPDATE (used_at) ON client_key TO chedang_serve;
GRANT SELECT, INSERT, DELETE ON client_assertion TO chedang_serve;
GRANT EXECUTE ON FUNCTION contract_of(bigint), client_token_grant(bigint, bytea, text[], float8, bytea, timestamptz) TO chedang_serve;
COMMIT;
