-- Deploy chedang:organisation to pg
BEGIN;
SET LOCAL search_path = chedang;

-- Companies that hold vehicles. One is of use when its licence was looked at; who registered it administers it.
CREATE TABLE organisation (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    handle     text NOT NULL UNIQUE CHECK (handle ~ '^[0-9a-f]{32}$'), -- random, of the form; stands in addresses
    code_index bytea,                    -- blind index of the unified social credit code
    sealed     bytea,                    -- code and name
    state      text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'approved', 'refused', 'ended')),
    reason     text,                     -- of the refusal
    made_at    timestamptz NOT NULL DEFAULT now(),
    CHECK (num_nonnulls(code_index, sealed) = CASE state WHEN 'ended' THEN 0 ELSE 2 END),
    CHECK (reason IS NULL OR state = 'refused')
);
-- Anybody may say that they are a company; only one is.
CREATE UNIQUE INDEX organisation_code ON organisation (code_index) WHERE state = 'approved';

CREATE TABLE organisation_member (
    organisation_id bigint NOT NULL REFERENCES organisation,
    account_id      bigint NOT NULL REFERENCES account,
    handle          text NOT NULL UNIQUE DEFAULT replace(gen_random_uuid()::text, '-', ''),
    role            text NOT NULL CHECK (role IN ('administrator', 'member')),
    joined_at       timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organisation_id, account_id)
);
CREATE INDEX organisation_member_account ON organisation_member (account_id);

-- By number, whether or not there is an account with it.
CREATE TABLE organisation_invitation (
    handle          text PRIMARY KEY CHECK (handle ~ '^[0-9a-f]{32}$'),
    organisation_id bigint NOT NULL REFERENCES organisation,
    phone_index     bytea NOT NULL,
    phone           bytea NOT NULL,      -- sealed
    role            text NOT NULL CHECK (role IN ('administrator', 'member')),
    made_at         timestamptz NOT NULL DEFAULT now(),
    expires_at      timestamptz NOT NULL DEFAULT now() + interval '7 days',
    UNIQUE (organisation_id, phone_index)
);
CREATE INDEX organisation_invitation_phone ON organisation_invitation (phone_index);
CREATE INDEX organisation_invitation_expires_at ON organisation_invitation (expires_at);

-- A vehicle is held by an account or by an organisation.
ALTER TABLE ownership
    ALTER account_id DROP NOT NULL,
    ADD COLUMN organisation_id bigint REFERENCES organisation,
    ADD COLUMN plate bytea,              -- as claimed, sealed: what an organisation tells its vehicles apart by
    ADD CONSTRAINT ownership_of_one CHECK (num_nonnulls(account_id, organisation_id) = 1),
    ADD CONSTRAINT ownership_organisation UNIQUE (organisation_id, vehicle_key, holder_revision);

CREATE OR REPLACE VIEW ownership_now AS
    SELECT ownership.handle, ownership.account_id, ownership.vehicle_key, ownership.holder_revision, ownership.claimed_at,
           registry.held_since, registry.first_registered, registry.region, ownership.organisation_id, ownership.plate
      FROM ownership
      JOIN registry ON registry.vehicle_key = ownership.vehicle_key
                   AND registry.holder_revision = ownership.holder_revision
     WHERE registry.ended IS NULL AND ownership.ended IS NULL;

-- Who may read what, as before; members read what their organisation holds, and administrators manage it.
CREATE OR REPLACE VIEW access AS
    SELECT ownership.handle, ownership.account_id, ownership.vehicle_key, ownership.handle AS ownership, 'owner' AS audience,
           true AS manages, ownership.claimed_at AS since, NULL::timestamptz AS until, NULL::int AS number
      FROM ownership_now AS ownership
     WHERE ownership.account_id IS NOT NULL
    UNION ALL
    SELECT ownership.handle, organisation_member.account_id, ownership.vehicle_key, ownership.handle, 'owner',
           organisation_member.role = 'administrator', ownership.claimed_at, NULL, NULL
      FROM ownership_now AS ownership
      JOIN organisation ON organisation.id = ownership.organisation_id AND organisation.state = 'approved'
      JOIN organisation_member ON organisation_member.organisation_id = organisation.id
    UNION ALL
    SELECT consent.handle, consent.account_id, ownership.vehicle_key, ownership.handle, 'consent', false, consent.given_at,
           consent.expires_at, consent.number
      FROM consent
      JOIN ownership_now AS ownership ON ownership.handle = consent.ownership
     WHERE consent.ended_at IS NULL AND consent.expires_at > now();

-- Registers an organisation for an account. 'made'; 'there', by this form before; 'too_many' of the account's wait or were
-- refused. Null: a form of somebody else, or by nobody.
CREATE FUNCTION organisation_make(in_handle text, in_account bigint, in_index bytea, in_sealed bytea, in_most int) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    made bigint;
BEGIN
    PERFORM FROM chedang.account WHERE id = in_account AND closed_at IS NULL FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    IF EXISTS (SELECT FROM chedang.organisation JOIN chedang.organisation_member ON organisation_id = id
                WHERE organisation.handle = in_handle AND account_id = in_account) THEN
        RETURN 'there';
    END IF;
    IF in_most <= (SELECT count(*) FROM chedang.organisation JOIN chedang.organisation_member ON organisation_id = id
                    WHERE account_id = in_account AND state IN ('waiting', 'refused')) THEN
        RETURN 'too_many';
    END IF;
    INSERT INTO chedang.organisation (handle, code_index, sealed) VALUES (in_handle, in_index, in_sealed)
    ON CONFLICT (handle) DO NOTHING
    RETURNING id INTO made;
    IF made IS NOT NULL THEN
        INSERT INTO chedang.organisation_member (organisation_id, account_id, role) VALUES (made, in_account, 'administrator');
    END IF;
    RETURN CASE WHEN made IS NOT NULL THEN 'made' END;
END $$;

-- Locks the accounts that are in it, as everybody does before the organisation itself who tells them something.
CREATE FUNCTION organisation_tellable(in_handle text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM chedang.accounts_lock(NULL, ARRAY(SELECT account_id FROM chedang.organisation
                                                JOIN chedang.organisation_member ON organisation_id = id
                                               WHERE organisation.handle = in_handle));
END $$;

-- What follows from a look at its licence: 'decided'; 'taken', another is approved with this code; 'late', it is not waiting.
CREATE FUNCTION organisation_decide(in_handle text, in_reason text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    o chedang.organisation;
BEGIN
    PERFORM chedang.organisation_tellable(in_handle);
    SELECT * INTO o FROM chedang.organisation WHERE handle = in_handle FOR UPDATE;
    IF o.state IS DISTINCT FROM 'waiting' THEN
        RETURN 'late';
    END IF;
    BEGIN
        UPDATE chedang.organisation
           SET state = CASE WHEN in_reason IS NULL THEN 'approved' ELSE 'refused' END, reason = in_reason
         WHERE id = o.id;
    EXCEPTION WHEN unique_violation THEN
        RETURN 'taken';
    END;
    PERFORM chedang.tell(account_id, CASE WHEN in_reason IS NULL THEN 'organisation_approved' ELSE 'organisation_refused' END, NULL)
       FROM chedang.organisation_member WHERE organisation_id = o.id;
    RETURN 'decided';
END $$;

-- The organisation, locked, if the account administers it. Everything that changes who is in it comes through here.
CREATE FUNCTION organisation_lock(in_handle text, in_account bigint) RETURNS organisation LANGUAGE plpgsql AS $$
DECLARE
    o chedang.organisation;
BEGIN
    SELECT * INTO o FROM chedang.organisation WHERE handle = in_handle AND state <> 'ended' FOR UPDATE;
    IF EXISTS (SELECT FROM chedang.organisation_member
                WHERE organisation_id = o.id AND account_id = in_account AND role = 'administrator') THEN
        RETURN o;
    END IF;
    RETURN NULL;
END $$;

-- Asks the number with this index in: 'made'; 'there', by this form before; 'member' already; 'full', there is no room;
-- 'too_many' were asked today. Null: not for this account.
CREATE FUNCTION organisation_invite(in_handle text, in_account bigint, in_invitation text, in_index bytea, in_phone bytea,
                                    in_role text, in_message bytea) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    o     chedang.organisation;
    known bigint;
    often boolean;
BEGIN
    PERFORM chedang.accounts_lock(in_account, ARRAY(SELECT id FROM chedang.account WHERE phone_index = in_index));
    o := chedang.organisation_lock(in_handle, in_account);
    IF o.state IS DISTINCT FROM 'approved' THEN
        RETURN NULL;
    END IF;
    IF EXISTS (SELECT FROM chedang.organisation_invitation WHERE handle = in_invitation) THEN
        RETURN 'there';
    END IF;
    SELECT id INTO known FROM chedang.account WHERE phone_index = in_index;
    IF EXISTS (SELECT FROM chedang.organisation_member WHERE organisation_id = o.id AND account_id = known) THEN
        RETURN 'member';
    END IF;
    IF 200 <= (SELECT count(*) FROM chedang.organisation_member WHERE organisation_id = o.id)
            + (SELECT count(*) FROM chedang.organisation_invitation WHERE organisation_id = o.id AND phone_index <> in_index) THEN
        RETURN 'full';
    END IF;
    WITH tried AS (
        INSERT INTO chedang.attempt (kind, key, since, count)
        VALUES ('invite_organisation', int8send(o.id), date_trunc('day', now()), 1),
               ('invite_phone', in_index, date_trunc('day', now()), 1)
        ON CONFLICT (kind, key, since) DO UPDATE SET count = attempt.count + 1
        RETURNING kind, count
    )
    SELECT bool_or(count > CASE kind WHEN 'invite_phone' THEN 5 ELSE 40 END) INTO often FROM tried;
    IF often THEN
        RETURN 'too_many';
    END IF;
    DELETE FROM chedang.organisation_invitation WHERE organisation_id = o.id AND phone_index = in_index;
    INSERT INTO chedang.organisation_invitation (handle, organisation_id, phone_index, phone, role)
    VALUES (in_invitation, o.id, in_index, in_phone, in_role);
    INSERT INTO chedang.outbox (kind, body, expires_at) VALUES ('organisation_invited', in_message, now() + interval '1 day');
    INSERT INTO chedang.notice (account_id, kind) SELECT known, 'organisation_invited' WHERE known IS NOT NULL;
    RETURN 'made';
END $$;

-- An invitation's answer, by the account that has its number: 'joined' or 'declined'. Null: there is none for it.
CREATE FUNCTION organisation_join(in_invitation text, in_account bigint, in_accept boolean) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    asked chedang.organisation_invitation;
BEGIN
    PERFORM FROM chedang.account WHERE id = in_account AND closed_at IS NULL FOR KEY SHARE;
    PERFORM FROM chedang.organisation WHERE state = 'approved'
        AND id = (SELECT organisation_id FROM chedang.organisation_invitation WHERE handle = in_invitation) FOR UPDATE;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    DELETE FROM chedang.organisation_invitation
     WHERE handle = in_invitation AND expires_at > now()
       AND phone_index = (SELECT phone_index FROM chedang.account WHERE id = in_account)
    RETURNING * INTO asked;
    IF asked.handle IS NULL THEN
        RETURN NULL;
    ELSIF in_accept THEN
        INSERT INTO chedang.organisation_member (organisation_id, account_id, role)
        VALUES (asked.organisation_id, in_account, asked.role)
        ON CONFLICT (organisation_id, account_id) DO NOTHING;
    END IF;
    RETURN CASE WHEN in_accept THEN 'joined' ELSE 'declined' END;
END $$;

-- Takes an invitation back. Null: there is none of this account's organisation.
CREATE FUNCTION organisation_uninvite(in_handle text, in_account bigint, in_invitation text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    o chedang.organisation := chedang.organisation_lock(in_handle, in_account);
BEGIN
    DELETE FROM chedang.organisation_invitation WHERE handle = in_invitation AND organisation_id = o.id;
    RETURN CASE WHEN FOUND THEN 'done' END;
END $$;

-- Gives a member another role, or none: then it is out at once. Administrators do it to all, everybody to themselves to
-- leave ($member null). 'done'; 'last', no administrator would be left. Null: not for this account.
CREATE FUNCTION organisation_change(in_handle text, in_account bigint, in_member text, in_role text) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    o bigint;
    m chedang.organisation_member;
    by_administrator boolean;
BEGIN
    PERFORM chedang.organisation_tellable(in_handle);
    SELECT id INTO o FROM chedang.organisation WHERE handle = in_handle AND state <> 'ended' FOR UPDATE;
    SELECT role = 'administrator' INTO by_administrator FROM chedang.organisation_member
     WHERE organisation_id = o AND account_id = in_account;
    SELECT * INTO m FROM chedang.organisation_member
     WHERE organisation_id = o AND CASE WHEN in_member IS NULL THEN account_id = in_account ELSE handle = in_member END;
    IF m.handle IS NULL OR by_administrator IS NULL OR (NOT by_administrator AND (m.account_id <> in_account OR in_role IS NOT NULL)) THEN
        RETURN NULL;
    END IF;
    IF m.role = 'administrator' AND in_role IS DISTINCT FROM 'administrator'
       AND NOT EXISTS (SELECT FROM chedang.organisation_member
                        WHERE organisation_id = o AND role = 'administrator' AND account_id <> m.account_id) THEN
        RETURN 'last';
    END IF;
    IF in_role IS NULL THEN
        DELETE FROM chedang.organisation_member WHERE organisation_id = o AND account_id = m.account_id;
        IF m.account_id <> in_account THEN
            PERFORM chedang.tell(m.account_id, 'organisation_left', NULL);
        END IF;
    ELSE
        UPDATE chedang.organisation_member SET role = in_role WHERE organisation_id = o AND account_id = m.account_id;
    END IF;
    RETURN 'done';
END $$;

-- All of it goes but a number that leads to nothing; what it shared and contested with its vehicles.
CREATE FUNCTION organisation_clear(in_id bigint, in_by bigint) RETURNS void LANGUAGE sql AS $$
    SELECT chedang.tell(account_id, 'organisation_ended', NULL) FROM chedang.organisation_member
     WHERE organisation_id = in_id AND account_id <> in_by;
    SELECT FROM chedang.vehicle -- contests go with ownerships, and are shown on vehicles
     WHERE key IN (SELECT vehicle_key FROM chedang.ownership WHERE organisation_id = in_id) ORDER BY key FOR NO KEY UPDATE;
    DELETE FROM chedang.ownership WHERE organisation_id = in_id;
    DELETE FROM chedang.organisation_invitation WHERE organisation_id = in_id;
    DELETE FROM chedang.organisation_member WHERE organisation_id = in_id;
    UPDATE chedang.organisation SET state = 'ended', code_index = NULL, sealed = NULL, reason = NULL WHERE id = in_id;
$$;
CREATE FUNCTION organisation_end(in_handle text, in_account bigint) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    o chedang.organisation;
BEGIN
    PERFORM chedang.organisation_tellable(in_handle);
    o := chedang.organisation_lock(in_handle, in_account);
    IF o.id IS NULL THEN
        RETURN NULL;
    END IF;
    PERFORM chedang.organisation_clear(o.id, in_account);
    RETURN 'ended';
END $$;

-- Approved organisations that have no other administrator: with them an account cannot be closed.
CREATE FUNCTION organisations_alone(in_account bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT count(*) FROM chedang.organisation_member AS own
      JOIN chedang.organisation ON organisation.id = own.organisation_id AND organisation.state = 'approved'
     WHERE own.account_id = in_account AND own.role = 'administrator'
       AND NOT EXISTS (SELECT FROM chedang.organisation_member AS other
                        WHERE other.organisation_id = own.organisation_id AND other.role = 'administrator'
                          AND other.account_id <> in_account)
$$;

-- A closed account is in no organisation. Those that it administers alone end if they were never of use; of the others it is
-- kept from closing, whichever way it got here. Organisations are locked, so that of two who go at once one stays.
CREATE FUNCTION organisation_of_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM chedang.organisation
      WHERE id IN (SELECT organisation_id FROM chedang.organisation_member WHERE account_id = NEW.id) ORDER BY id FOR UPDATE;
    IF chedang.organisations_alone(NEW.id) > 0 THEN
        RAISE EXCEPTION 'an organisation would be left without administrator' USING ERRCODE = 'check_violation';
    END IF;
    PERFORM chedang.organisation_clear(id, NEW.id) FROM chedang.organisation
      JOIN chedang.organisation_member ON organisation_id = id WHERE account_id = NEW.id AND state IN ('waiting', 'refused');
    DELETE FROM chedang.organisation_member WHERE account_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER organisation_of_closed AFTER UPDATE OF closed_at ON account
    FOR EACH ROW WHEN (OLD.closed_at IS NULL AND NEW.closed_at IS NOT NULL) EXECUTE FUNCTION organisation_of_closed();

-- What follows from claims of an organisation: for each vehicle whose papers fit 'added', 'there' already, 'awarded', when a
-- reviewer took it from the organisation for whoever holds it now, or 'full'; of those that do not ($refused) whoever manages
-- the vehicle is told, once a day. No row: not for this account. Vehicles are locked, as by whoever grants them.
CREATE FUNCTION fleet_settle(in_handle text, in_account bigint, in_keys bytea[], in_handles text[], in_revisions int[],
                             in_plates bytea[], in_refused bytea[], in_most int) RETURNS TABLE (number bigint, said text)
LANGUAGE plpgsql AS $$
DECLARE
    o    chedang.organisation;
    room bigint;
BEGIN
    PERFORM chedang.accounts_lock(in_account, ARRAY(SELECT account_id FROM chedang.access
                                                     WHERE vehicle_key = ANY (in_keys || in_refused) AND manages));
    o := chedang.organisation_lock(in_handle, in_account);
    IF o.state IS DISTINCT FROM 'approved' THEN
        RETURN;
    END IF;
    PERFORM FROM chedang.vehicle WHERE key = ANY (in_keys) ORDER BY key FOR NO KEY UPDATE;
    SELECT in_most - count(*) INTO room
      FROM chedang.ownership_now WHERE organisation_id = o.id;
    RETURN QUERY
    WITH line AS (
        SELECT l.*, known.said AS known, row_number() OVER (PARTITION BY known.said IS NULL ORDER BY l.n) AS place
          FROM unnest(in_keys, in_handles, in_revisions, in_plates) WITH ORDINALITY AS l (key, handle, revision, plate, n)
          LEFT JOIN chedang.ownership AS own ON own.organisation_id = o.id AND own.vehicle_key = l.key
                                            AND own.holder_revision = l.revision
         CROSS JOIN LATERAL (
               SELECT CASE WHEN own.handle IS NULL THEN NULL
                           WHEN own.ended IS NULL THEN 'there'
                           WHEN EXISTS (SELECT FROM chedang.ownership_now AS other WHERE other.vehicle_key = l.key) THEN 'awarded'
                       END) AS known (said)
    ), added AS (
        INSERT INTO chedang.ownership (handle, organisation_id, vehicle_key, holder_revision, plate)
        SELECT handle, o.id, key, revision, plate FROM line WHERE known IS NULL AND place <= room
        ON CONFLICT (organisation_id, vehicle_key, holder_revision) DO UPDATE SET ended = NULL
        RETURNING ownership.vehicle_key, ownership.holder_revision
    ), lost AS ( -- the register names the organisation itself
        UPDATE chedang.ownership SET ended = 'awarded' FROM added
         WHERE ownership.vehicle_key = added.vehicle_key AND ownership.holder_revision = added.holder_revision
           AND ownership.account_id IS NOT NULL AND ownership.ended IS NULL
        RETURNING ownership.account_id, ownership.vehicle_key
    ), parted AS (
        SELECT chedang.tell(account_id, 'ownership_ended', vehicle_key) FROM lost
    ), warned AS (
        INSERT INTO chedang.attempt (kind, key, since, count)
        SELECT DISTINCT 'claim_warned', key, date_trunc('day', now()), 1
          FROM unnest(in_refused) AS key
          JOIN chedang.access ON access.vehicle_key = key AND access.manages
        ON CONFLICT (kind, key, since) DO NOTHING
        RETURNING attempt.key
    ), told AS (
        SELECT chedang.tell(access.account_id, 'claim_tried', access.vehicle_key)
          FROM warned JOIN chedang.access ON access.vehicle_key = warned.key AND access.manages
    )
    SELECT line.n, coalesce(line.known, CASE WHEN added.vehicle_key IS NULL THEN 'full' ELSE 'added' END)
      FROM line LEFT JOIN added ON added.vehicle_key = line.key, (SELECT count(*) FROM told) AS done, (SELECT count(*) FROM parted) AS known_to_them
     ORDER BY line.n;
END $$;

GRANT SELECT ON organisation, organisation_member, organisation_invitation TO chedang_serve;
GRANT INSERT ON organisation, organisation_member, organisation_invitation TO chedang_serve;
GRANT UPDATE (state, reason, code_index, sealed) ON organisation TO chedang_serve;
GRANT UPDATE (role) ON organisation_member TO chedang_serve;
GRANT DELETE ON organisation_member, organisation_invitation TO chedang_serve;
GRANT UPDATE (id) ON organisation TO chedang_serve; -- to lock it
GRANT EXECUTE ON FUNCTION organisation_make, organisation_tellable, organisation_decide, organisation_lock, organisation_invite,
    organisation_join, organisation_uninvite, organisation_change, organisation_clear, organisation_end, organisations_alone, fleet_settle TO chedang_serve;
COMMIT;
