-- Deploy chedang:consent to pg
BEGIN;
SET LOCAL search_path = chedang;

-- That an owner lets somebody else read a vehicle, for a time. It ends with the ownership, with either account, and by
-- either's wish; what has ended is kept for a while, since the trail calls it by its number.
CREATE TABLE consent (
    handle     text PRIMARY KEY CHECK (handle ~ '^[0-9a-f]{32}$'), -- random; stands in its holder's addresses
    ownership  text NOT NULL REFERENCES ownership ON DELETE CASCADE,
    number     int NOT NULL,              -- what the owner knows it by, and the trail
    account_id bigint NOT NULL REFERENCES account,
    given_at   timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    ended_at   timestamptz,
    UNIQUE (ownership, number),
    CHECK (expires_at BETWEEN given_at + interval '1 day' AND given_at + interval '365 days')
);
CREATE INDEX consent_account ON consent (account_id);
CREATE UNIQUE INDEX consent_live ON consent (ownership, account_id) WHERE ended_at IS NULL;

-- Somebody asked. There is a row whether or not the number and the vehicle belong together, so that both cost the same.
CREATE TABLE consent_request (
    ticket     bytea PRIMARY KEY,         -- keyed hash of the cookie of the browser that asked
    account_id bigint NOT NULL REFERENCES account,
    ownership  text REFERENCES ownership ON DELETE CASCADE, -- null: they do not, and no code is ever right
    asked      bigint REFERENCES account, -- who got the code
    asked_index bytea,                    -- blind index of the number that it went to
    code       bytea NOT NULL,            -- keyed hash over cookie and code
    days       int NOT NULL CHECK (days BETWEEN 1 AND 365),
    tries      int NOT NULL DEFAULT 0,
    message    bigint,                    -- in the outbox, while it waits
    expires_at timestamptz NOT NULL,
    CHECK (num_nonnulls(ownership, asked, asked_index) IN (0, 3))
);
CREATE INDEX consent_request_account ON consent_request (account_id);
CREATE INDEX consent_request_ownership ON consent_request (ownership);
CREATE INDEX consent_request_expires_at ON consent_request (expires_at);

-- Which account may read which vehicle now, under which handle, and as what audience. Whoever manages it may hand it on,
-- contest, rate and be told of it as well. The one place that says so.
CREATE VIEW access AS
    SELECT ownership.handle, ownership.account_id, ownership.vehicle_key, ownership.handle AS ownership, 'owner' AS audience,
           true AS manages, ownership.claimed_at AS since, NULL::timestamptz AS until, NULL::int AS number
      FROM ownership_now AS ownership
    UNION ALL
    SELECT consent.handle, consent.account_id, ownership.vehicle_key, ownership.handle, 'consent', false, consent.given_at,
           consent.expires_at, consent.number
      FROM consent
      JOIN ownership_now AS ownership ON ownership.handle = consent.ownership
     WHERE consent.ended_at IS NULL AND consent.expires_at > now();

-- Tells whoever manages a vehicle.
CREATE FUNCTION tell_managers(in_ownership text, in_kind text) RETURNS void LANGUAGE sql AS $$
    SELECT chedang.tell(account_id, in_kind, vehicle_key) FROM chedang.access WHERE handle = in_ownership AND manages
$$;

-- Tries the code of a browser's request: 'given' under this handle, in place of what the account had before; 'wrong';
-- 'ended', no code counts any more, or whoever got it does not manage the vehicle or has another number; 'full', twenty others
-- have consent.
CREATE FUNCTION consent_take(in_account bigint, in_ticket bytea, in_code bytea, in_handle text) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    asked    chedang.consent_request;
    is_right boolean;
BEGIN
    PERFORM chedang.accounts_lock(in_account, ARRAY(SELECT access.account_id FROM chedang.consent_request
                                                      JOIN chedang.access ON access.handle = consent_request.ownership AND manages
                                                     WHERE ticket = in_ticket AND consent_request.account_id = in_account));
    UPDATE chedang.consent_request
       SET tries = CASE WHEN code = in_code AND ownership IS NOT NULL THEN 5 ELSE tries + 1 END
     WHERE ticket = in_ticket AND account_id = in_account AND expires_at > now() AND tries < 5
    RETURNING * INTO asked;
    is_right := asked.code = in_code AND asked.ownership IS NOT NULL;
    IF is_right IS NOT TRUE THEN
        RETURN CASE WHEN asked.tries < 5 THEN 'wrong' ELSE 'ended' END;
    END IF;
    -- One after the other, so that nobody counts what another is adding.
    PERFORM pg_advisory_xact_lock(hashtextextended(asked.ownership, 1));
    PERFORM FROM chedang.access JOIN chedang.account ON account.id = access.account_id
      WHERE access.handle = asked.ownership AND access.manages
        AND account.id = asked.asked AND account.phone_index = asked.asked_index;
    IF NOT FOUND THEN
        RETURN 'ended';
    END IF;
    UPDATE chedang.consent SET ended_at = now()
     WHERE ownership = asked.ownership AND account_id = in_account AND ended_at IS NULL;
    IF (SELECT count(*) FROM chedang.consent
         WHERE ownership = asked.ownership AND ended_at IS NULL AND expires_at > now()) >= 20 THEN
        RETURN 'full';
    END IF;
    INSERT INTO chedang.consent (handle, ownership, number, account_id, expires_at)
    SELECT in_handle, asked.ownership, coalesce(max(number), 0) + 1, in_account, now() + make_interval(days => asked.days)
      FROM chedang.consent WHERE ownership = asked.ownership;
    PERFORM chedang.tell_managers(asked.ownership, 'consent_given');
    RETURN 'given';
END $$;

-- With an account what it was allowed ends; whom it allowed something loses that with its ownerships.
CREATE FUNCTION consent_of_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE chedang.consent SET ended_at = now() WHERE account_id = NEW.id AND ended_at IS NULL;
    DELETE FROM chedang.consent_request WHERE account_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER consent_of_closed AFTER UPDATE OF closed_at ON account
    FOR EACH ROW WHEN (NEW.closed_at IS NOT NULL) EXECUTE FUNCTION consent_of_closed();

GRANT SELECT, INSERT, DELETE ON consent TO chedang_serve;
GRANT UPDATE (ended_at) ON consent TO chedang_serve;
GRANT SELECT, INSERT, UPDATE, DELETE ON consent_request TO chedang_serve;
GRANT SELECT ON access TO chedang_serve;
GRANT EXECUTE ON FUNCTION tell_managers(text, text), consent_take(bigint, bytea, bytea, text) TO chedang_serve;
COMMIT;
