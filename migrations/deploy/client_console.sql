-- Deploy chedang:client_console to pg
BEGIN;
SET LOCAL search_path = chedang;

-- Who manages a client of the API in a browser: by a password and, from the first time on, a code of an authenticator.
CREATE TABLE client_admin (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    client_id  bigint NOT NULL REFERENCES client,
    name       text NOT NULL UNIQUE,          -- what they sign in with
    password   bytea NOT NULL,                -- sealed argon2id string
    version    int NOT NULL DEFAULT 1,        -- of the password
    totp       bytea,                         -- sealed key of RFC 6238; null until the first sign-in
    totp_step  bigint NOT NULL DEFAULT 0,     -- of the last code that counted: it and those before count no more
    created_at timestamptz NOT NULL DEFAULT now(),
    ended_at   timestamptz
);
CREATE INDEX client_admin_client ON client_admin (client_id);

-- For whoever has lost the authenticator: each counts once.
CREATE TABLE client_admin_recovery (
    admin_id bigint NOT NULL REFERENCES client_admin,
    hash     bytea NOT NULL,                  -- keyed, of administrator and code
    used_at  timestamptz,
    PRIMARY KEY (admin_id, hash)
);

-- A sign-in whose password was right and whose code is still to come.
CREATE TABLE client_admin_ticket (
    hash       bytea PRIMARY KEY,             -- keyed, of the browser's cookie
    admin_id   bigint NOT NULL REFERENCES client_admin,
    key        bytea NOT NULL,                -- sealed: what an administrator without an authenticator gets
    tries      int NOT NULL DEFAULT 0,
    expires_at timestamptz NOT NULL
);
CREATE INDEX client_admin_ticket_expiry ON client_admin_ticket (expires_at);

-- What administrators, or the operator (null), did: it can only be added to.
CREATE TABLE client_admin_trail (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    client_id bigint NOT NULL REFERENCES client,
    admin_id  bigint REFERENCES client_admin,
    act       text NOT NULL CHECK (act IN ('enrolled', 'recovered', 'key_added', 'key_ended')),
    kid       text,                           -- of the key
    at        timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX client_admin_trail_client ON client_admin_trail (client_id, id);

ALTER TABLE session
    ADD COLUMN client_admin_id bigint REFERENCES client_admin,
    DROP CONSTRAINT session_of_one,
    ADD CONSTRAINT session_of_one CHECK (num_nonnulls(account_id, workshop_id, staff_id, client_admin_id) = 1);
CREATE INDEX session_client_admin ON session (client_admin_id) WHERE client_admin_id IS NOT NULL;

-- The administrator whose session this is, while nobody has ended either, or the client.
CREATE FUNCTION client_admin_of(in_session bytea) RETURNS client_admin LANGUAGE sql STABLE AS $$
    SELECT client_admin.*
      FROM chedang.session
      JOIN chedang.client_admin ON client_admin.id = session.client_admin_id
      JOIN chedang.client ON client.id = client_admin.client_id
     WHERE session.hash = in_session AND client_admin.ended_at IS NULL AND client.revoked_at IS NULL
$$;

-- Gives the client of this session's administrator another key: 'added'; 'full', there are twenty; 'taken', a key of this name
-- is or was there; 'gone', nobody's session. The serving role may add keys in no other way.
CREATE FUNCTION client_key_add(in_session bytea, in_kid text, in_kind text, in_proof bytea, in_label text, in_days int)
RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = chedang AS $$
DECLARE
    who client_admin := client_admin_of(in_session);
BEGIN
    IF who.id IS NULL THEN RETURN 'gone'; END IF;
    PERFORM FROM client WHERE id = who.client_id FOR NO KEY UPDATE; -- one after the other, so that none is one too many
    IF (SELECT count(*) FROM client_key_now WHERE client_id = who.client_id) >= 20 THEN RETURN 'full'; END IF;
    INSERT INTO client_key (client_id, kid, kind, proof, label, expires_at)
    VALUES (who.client_id, in_kid, in_kind, in_proof, in_label, now() + make_interval(days => in_days))
    ON CONFLICT (kid) DO NOTHING;
    IF NOT FOUND THEN RETURN 'taken'; END IF;
    INSERT INTO client_admin_trail (client_id, admin_id, act, kid) VALUES (who.client_id, who.id, 'key_added', in_kid);
    RETURN 'added';
END $$;

-- Ends a key of that client, and the tokens that were got with it; false when there is none of this name that has not ended.
CREATE FUNCTION client_key_end(in_session bytea, in_kid text)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = chedang AS $$
DECLARE
    who   client_admin := client_admin_of(in_session);
    ended bigint;
BEGIN
    UPDATE client_key SET ended_at = now() WHERE client_id = who.client_id AND kid = in_kid AND ended_at IS NULL
    RETURNING id INTO ended;
    IF ended IS NULL THEN RETURN false; END IF;
    DELETE FROM client_token WHERE key_id = ended;
    INSERT INTO client_admin_trail (client_id, admin_id, act, kid) VALUES (who.client_id, who.id, 'key_ended', in_kid);
    RETURN true;
END $$;

-- What clients looked up, by China's days; counted in the transaction that puts the same lines into the trail, so that a page
-- reads some hundred rows however much was asked. Without a reference, as the trail is.
CREATE TABLE client_usage (
    client_id bigint NOT NULL,
    day       date NOT NULL,
    purpose   text NOT NULL,
    outcome   text NOT NULL,
    count     bigint NOT NULL,
    PRIMARY KEY (client_id, day, purpose, outcome)
) WITH (fillfactor = 50);                     -- rows of today change all day
CREATE INDEX client_usage_day ON client_usage (day);
INSERT INTO client_usage
SELECT client_id, (looked_at AT TIME ZONE 'Asia/Shanghai')::date, purpose, outcome, count(*)
  FROM trail WHERE client_id IS NOT NULL GROUP BY 1, 2, 3, 4;

-- What clients were refused, by day and the problem's code; summed in memory, written down every second.
CREATE TABLE client_error_day (
    client_id bigint NOT NULL,
    day       date NOT NULL,
    code      text NOT NULL,
    count     bigint NOT NULL,
    PRIMARY KEY (client_id, day, code)
) WITH (fillfactor = 50);
CREATE INDEX client_error_day_day ON client_error_day (day);

-- A client's own calls, the latest first. It grows at its ends only, and owners' looks are not in it.
CREATE INDEX trail_client ON trail (client_id, looked_at) WHERE client_id IS NOT NULL;

GRANT SELECT ON client_admin TO chedang_serve;
GRANT UPDATE (totp, totp_step) ON client_admin TO chedang_serve;
GRANT SELECT, INSERT ON client_admin_recovery, client_admin_trail TO chedang_serve;
GRANT UPDATE (used_at) ON client_admin_recovery TO chedang_serve;
GRANT SELECT, INSERT, UPDATE, DELETE ON client_admin_ticket, client_usage, client_error_day TO chedang_serve;
GRANT EXECUTE ON FUNCTION client_key_add(bytea, text, text, bytea, text, int), client_key_end(bytea, text) TO chedang_serve;
COMMIT;
