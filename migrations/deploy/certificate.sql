-- Deploy chedang:certificate to pg
BEGIN;
SET LOCAL search_path = chedang;

-- The log of certificates: a Merkle tree that only grows (RFC 9162). Level 0 has the leaves' hashes, in the order of issue;
-- level n the hashes of all complete subtrees of 2^n leaves, each made once, so that a root or a proof reads a few rows.
CREATE TABLE certificate_log (
    level int NOT NULL,
    place bigint NOT NULL,
    hash  bytea NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (level, place)
);
CREATE INDEX certificate_log_leaf ON certificate_log (hash) WHERE level = 0;

-- For certificate_issue() alone.
CREATE FUNCTION certificate_log_append(in_leaf bytea) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    first  bigint;
    at     bigint;
    height int := 0;
    made   bytea := in_leaf;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('chedang.certificate_log')); -- one after the other: no number is left out
    SELECT coalesce(max(place) + 1, 0) INTO first FROM chedang.certificate_log WHERE level = 0;
    at := first;
    LOOP
        INSERT INTO chedang.certificate_log VALUES (height, at, made);
        EXIT WHEN at % 2 = 0;
        SELECT sha256('\x01'::bytea || hash || made) INTO made FROM chedang.certificate_log
         WHERE level = height AND place = at - 1;
        at := at / 2;
        height := height + 1;
    END LOOP;
    RETURN first;
END $$;

CREATE FUNCTION certificate_log_size() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT coalesce(max(place) + 1, 0) FROM chedang.certificate_log WHERE level = 0
$$;

-- The largest power of two that is smaller.
CREATE FUNCTION certificate_log_half(leaves bigint) RETURNS bigint LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    half bigint := 1;
BEGIN
    WHILE half * 2 < leaves LOOP half := half * 2; END LOOP;
    RETURN half;
END $$;

-- Of the leaves from in_from to in_to - 1, which is what the recursions of RFC 9162 ask for; null where there are not so many.
CREATE FUNCTION certificate_log_hash(in_from bigint, in_to bigint) RETURNS bytea LANGUAGE plpgsql STABLE AS $$
DECLARE
    leaves CONSTANT bigint := in_to - in_from;
    half   CONSTANT bigint := chedang.certificate_log_half(leaves);
BEGIN
    IF leaves = 0 THEN
        RETURN sha256(''::bytea);
    ELSIF leaves = 1 OR leaves = half * 2 THEN
        RETURN (SELECT hash FROM chedang.certificate_log
                 WHERE level = round(log(2, leaves::numeric))::int AND place = in_from / leaves);
    END IF;
    RETURN sha256('\x01'::bytea || chedang.certificate_log_hash(in_from, in_from + half)
                                || chedang.certificate_log_hash(in_from + half, in_to));
END $$;

-- RFC 9162, 2.1.3.1: the path of a leaf in a tree of the leaves from in_from to in_to - 1, from the leaf up.
CREATE FUNCTION certificate_log_path(in_leaf bigint, in_from bigint, in_to bigint) RETURNS bytea[] LANGUAGE plpgsql STABLE AS $$
DECLARE
    split CONSTANT bigint := in_from + chedang.certificate_log_half(in_to - in_from);
BEGIN
    IF in_to - in_from = 1 THEN
        RETURN '{}';
    ELSIF in_leaf < split THEN
        RETURN chedang.certificate_log_path(in_leaf, in_from, split) || chedang.certificate_log_hash(split, in_to);
    END IF;
    RETURN chedang.certificate_log_path(in_leaf, split, in_to) || chedang.certificate_log_hash(in_from, split);
END $$;

-- RFC 9162, 2.1.4.1: that a tree of the leaves from in_from to in_to - 1 begins with the one up to in_old - 1; in_whole: which
-- is known to whoever asks.
CREATE FUNCTION certificate_log_consistency(in_old bigint, in_from bigint, in_to bigint, in_whole boolean) RETURNS bytea[]
LANGUAGE plpgsql STABLE AS $$
DECLARE
    split CONSTANT bigint := in_from + chedang.certificate_log_half(in_to - in_from);
BEGIN
    IF in_old = in_to THEN
        RETURN CASE WHEN in_whole THEN '{}'::bytea[] ELSE ARRAY[chedang.certificate_log_hash(in_from, in_to)] END;
    ELSIF in_old <= split THEN
        RETURN chedang.certificate_log_consistency(in_old, in_from, split, in_whole) || chedang.certificate_log_hash(split, in_to);
    END IF;
    RETURN chedang.certificate_log_consistency(in_old, split, in_to, false) || chedang.certificate_log_hash(in_from, split);
END $$;

-- Heads of the log that were signed.
CREATE TABLE certificate_head (
    size      bigint NOT NULL CHECK (size >= 0),
    kid       text NOT NULL REFERENCES certificate_key,
    root      bytea NOT NULL CHECK (length(root) = 32),
    document  text NOT NULL,                 -- as it was signed
    signed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (size, kid)
);

-- Certificates as they were handed out. What is signed holds the whole VIN and is sealed; nothing here is a person's.
CREATE TABLE certificate (
    id           bigint PRIMARY KEY,         -- place in the log
    number       bytea NOT NULL UNIQUE CHECK (length(number) = 12),
    client_id    bigint NOT NULL REFERENCES client,
    vehicle_key  bytea NOT NULL,
    kid          text NOT NULL REFERENCES certificate_key,
    status_index int NOT NULL UNIQUE CHECK (status_index >= 0),
    issued_at    timestamptz NOT NULL,
    valid_until  date NOT NULL,              -- the last day, in China
    version      bigint NOT NULL,            -- of the vehicle, as it is in the certificate
    state        text NOT NULL DEFAULT 'valid' CHECK (state IN ('valid', 'superseded', 'withdrawn')),
    state_at     timestamptz,
    state_no     bigint,                     -- grows with each change of any certificate's state
    reason       text CHECK (reason IN ('issued_in_error', 'wrong_vehicle', 'not_exported', 'owner_request', 'other')),
    fresh        boolean NOT NULL DEFAULT true, -- not yet compared with what changed meanwhile
    reference    bytea NOT NULL,             -- sealed; the exporter's
    destination  text NOT NULL CHECK (destination ~ '^[A-Z]{2}$'),
    language     text NOT NULL CHECK (language IN ('en', 'ru', 'ar', 'kk', 'fr', 'es')),
    ground       text NOT NULL CHECK (ground IN ('share', 'code', 'document')),
    predecessor  bytea REFERENCES certificate (number),
    credential   bytea NOT NULL,             -- sealed; the signed bytes
    paper        bytea NOT NULL,             -- sealed; the text of the code on the paper
    idempotency  bytea NOT NULL,             -- keyed hash of the client's Idempotency-Key
    body         bytea NOT NULL,             -- keyed hash of what it came with
    UNIQUE (client_id, idempotency),
    CHECK ((state = 'valid') = (state_at IS NULL) AND (state = 'withdrawn') = (reason IS NOT NULL))
);
CREATE INDEX certificate_client ON certificate (client_id, id);
CREATE INDEX certificate_vehicle ON certificate (vehicle_key);
CREATE INDEX certificate_fresh ON certificate (id) WHERE fresh;
CREATE INDEX certificate_state_no ON certificate (state_no) WHERE state_no IS NOT NULL;
CREATE INDEX certificate_predecessor ON certificate (predecessor) WHERE predecessor IS NOT NULL;

-- When a certificate of this last day has expired: at the day's end in China.
CREATE FUNCTION certificate_ends(last date) RETURNS timestamptz LANGUAGE sql STABLE AS $$
    SELECT (last + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'
$$;

-- What was signed stays as it is, and a state moves on, never back. States are numbered in the order of the commits, since
-- whoever changes one holds the lock until then: the greatest number stands for the whole list.
CREATE SEQUENCE certificate_state_number;
CREATE FUNCTION certificate_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    OLD.fresh := NEW.fresh;
    IF NEW.state <> OLD.state THEN
        IF (OLD.state, NEW.state) NOT IN (('valid', 'superseded'), ('valid', 'withdrawn'), ('superseded', 'withdrawn')) THEN
            RAISE EXCEPTION 'A certificate that is % does not become %.', OLD.state, NEW.state;
        END IF;
        PERFORM pg_advisory_xact_lock(hashtext('chedang.certificate_state'));
        NEW.state_no := nextval('chedang.certificate_state_number');
        OLD.state := NEW.state;
        OLD.state_at := NEW.state_at;
        OLD.state_no := NEW.state_no;
        OLD.reason := NEW.reason;
    END IF;
    IF OLD IS DISTINCT FROM NEW THEN
        RAISE EXCEPTION 'A certificate changes in its state alone.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER certificate_changed BEFORE UPDATE ON certificate FOR EACH ROW EXECUTE FUNCTION certificate_changed();

-- Whether the owner's consent, or a reviewer's word in its place, is there now: 'given', or why not. A link is a ground when its
-- owner said so, a case for thirty days after it was approved.
CREATE FUNCTION certificate_ground(in_new certificate, in_ground bytea, in_code bytea, in_document text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    link chedang.share;
    seen chedang.review;
BEGIN
    IF in_new.ground = 'code' THEN
        RETURN chedang.certificate_consent_take(in_new.client_id, in_new.vehicle_key, in_ground, in_code, true);
    ELSIF in_new.ground = 'share' THEN
        SELECT share.* INTO link
          FROM chedang.share JOIN chedang.ownership_now AS ownership ON ownership.handle = share.ownership
         WHERE share.secret = in_ground AND ownership.vehicle_key = in_new.vehicle_key AND share.revoked_at IS NULL
           AND share.expires_at > now() FOR SHARE OF share;
        RETURN CASE WHEN NOT FOUND THEN 'share_unknown' WHEN link.certifies AND link.scope = 'full' THEN 'given' ELSE 'share_too_narrow' END;
    END IF;
    SELECT * INTO seen FROM chedang.review
     WHERE handle = in_document AND kind = 'export' AND client_id = in_new.client_id AND vehicle_key = in_new.vehicle_key FOR SHARE;
    RETURN CASE WHEN NOT FOUND THEN 'document_unknown' WHEN seen.state = 'open' THEN 'document_waiting'
                WHEN seen.state = 'refused' THEN 'document_refused'
                WHEN seen.decided_at < now() - interval '30 days' THEN 'document_ended' ELSE 'given' END;
END $$;

-- What is in the trail of it, as if it had been drained from a spool of its own: in the transaction that issues, so that there is
-- one line for each certificate, whoever is killed meanwhile. Counted like all others.
CREATE FUNCTION certificate_trail(in_new certificate, in_reference text, in_outcome text) RETURNS void LANGUAGE sql AS $$
    INSERT INTO chedang.trail (looked_at, vehicle_key, audience, client_id, account_id, purpose, reference, outcome, version, spool, entry)
    VALUES (now(), in_new.vehicle_key, 'certificate', in_new.client_id, NULL, 'export_certificate', in_reference, in_outcome,
            in_new.version, in_new.number || '\x00000000'::bytea, 0);
    INSERT INTO chedang.client_usage (client_id, day, purpose, outcome, count)
    VALUES (in_new.client_id, (now() AT TIME ZONE 'Asia/Shanghai')::date, 'export_certificate', in_outcome, 1)
    ON CONFLICT (client_id, day, purpose, outcome) DO UPDATE SET count = client_usage.count + 1;
$$;

-- Issues one, or says why not. 'issued'; 'again', this key with this body has made the one of out_number; 'other_body', with
-- another; 'index_taken'; 'no_key', the key signs no more; 'predecessor', there is none such of this client and vehicle; and what
-- certificate_ground() says. Nothing else writes a certificate or a leaf.
CREATE FUNCTION certificate_issue(in_new certificate, in_leaf bytea, in_ground bytea, in_code bytea, in_document text,
                                  in_reference text, in_outcome text,
                                  OUT fate text, OUT out_number bytea, OUT out_until date)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = chedang AS $$
DECLARE
    former chedang.certificate;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(encode(in_new.idempotency, 'hex'), in_new.client_id));
    SELECT * INTO former FROM chedang.certificate
     WHERE client_id = in_new.client_id AND idempotency = in_new.idempotency;
    IF FOUND THEN
        fate := CASE WHEN former.body = in_new.body THEN 'again' ELSE 'other_body' END;
        out_number := former.number;
        out_until := former.valid_until;
        RETURN;
    END IF;
    PERFORM chedang.accounts_lock(NULL, ARRAY(SELECT account_id FROM chedang.access
                                               WHERE vehicle_key = in_new.vehicle_key AND manages));
    fate := 'no_key';
    PERFORM FROM chedang.certificate_key
      WHERE kid = in_new.kid AND signs_from <= in_new.issued_at AND signs_until > in_new.issued_at AND ended_from IS NULL;
    IF NOT FOUND THEN RETURN; END IF;
    fate := 'index_taken';
    PERFORM FROM chedang.certificate WHERE status_index = in_new.status_index;
    IF FOUND THEN RETURN; END IF;
    fate := 'predecessor';
    PERFORM FROM chedang.certificate
      WHERE number = in_new.predecessor AND client_id = in_new.client_id AND vehicle_key = in_new.vehicle_key;
    IF NOT FOUND AND in_new.predecessor IS NOT NULL THEN RETURN; END IF;
    fate := chedang.certificate_ground(in_new, in_ground, in_code, in_document);
    IF fate <> 'given' THEN RETURN; END IF;
    in_new.id := chedang.certificate_log_append(in_leaf);
    in_new.state := 'valid';
    in_new.state_at := NULL;
    in_new.state_no := NULL;
    in_new.reason := NULL;
    in_new.fresh := true;
    INSERT INTO chedang.certificate SELECT in_new.*;
    PERFORM chedang.certificate_trail(in_new, in_reference, in_outcome);
    PERFORM chedang.tell(account_id, 'certificate_issued', vehicle_key)
       FROM chedang.access WHERE vehicle_key = in_new.vehicle_key AND manages;
    fate := 'issued';
    out_number := in_new.number;
    out_until := in_new.valid_until;
END $$;

-- Tries the code of a request before anything is read for it: what certificate_consent_take() says, but for a certificate that this
-- Idempotency-Key has made meanwhile.
CREATE FUNCTION certificate_code_try(in_client bigint, in_vehicle bytea, in_request bytea, in_code bytea, in_idempotency bytea,
                                     OUT fate text, OUT out_number bytea, OUT out_until date, OUT out_body bytea)
LANGUAGE plpgsql AS $$
BEGIN
    fate := chedang.certificate_consent_take(in_client, in_vehicle, in_request, in_code, false);
    IF fate = 'ended' THEN -- perhaps by the same request, sent twice
        SELECT number, valid_until, body INTO out_number, out_until, out_body FROM chedang.certificate
         WHERE client_id = in_client AND idempotency = in_idempotency;
    END IF;
END $$;

-- Certificates whose vehicle has changed since are superseded. Like feed_advance(), which passes the same changes on and then
-- moves the position, it is called in a transaction of one snapshot: a change that this one does not show is read by a later
-- call, and a certificate that is new is compared with its vehicle, which covers what came before it.
CREATE FUNCTION certificates_advance() RETURNS void LANGUAGE sql AS $$
    WITH changed AS (
        SELECT change.key, max(change.version) AS version
          FROM chedang.feed_position
          JOIN chedang.change ON change.xid >= feed_position.low
         GROUP BY change.key
    ), due AS (
        SELECT certificate.id, certificate.version < changed.version AS older
          FROM changed JOIN chedang.certificate ON certificate.vehicle_key = changed.key
         WHERE certificate.state = 'valid' AND certificate.version < changed.version
        UNION
        SELECT certificate.id, coalesce(certificate.version < vehicle.version, false)
          FROM chedang.certificate LEFT JOIN chedang.vehicle ON vehicle.key = certificate.vehicle_key
         WHERE certificate.fresh
    ), judged AS (
        SELECT id, bool_or(older) AS older FROM due GROUP BY id
    )
    UPDATE chedang.certificate
       SET fresh = false,
           state = CASE WHEN older AND state = 'valid' THEN 'superseded' ELSE state END,
           state_at = CASE WHEN older AND state = 'valid' THEN now() ELSE state_at END
      FROM judged WHERE certificate.id = judged.id
$$;

-- All that follows from changes, by one process at a time.
CREATE FUNCTION changes_advance() RETURNS int LANGUAGE plpgsql AS $$
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtext('chedang.feed')) THEN
        RETURN 0;
    END IF;
    PERFORM chedang.certificates_advance();
    RETURN chedang.feed_advance();
END $$;

-- As before, but for exporters: what became of their certificates says more.
CREATE OR REPLACE FUNCTION trail_watched() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO chedang.watch AS held (client_id, vehicle_key, epoch, until, told_version, recorded)
    SELECT DISTINCT ON (added.client_id, added.vehicle_key)
           added.client_id, added.vehicle_key, chedang.handle_epoch(added.looked_at),
           chedang.handle_until(chedang.handle_epoch(added.looked_at)), added.version, added.outcome = 'shown'
      FROM added
      LEFT JOIN chedang.watch AS known ON known.client_id = added.client_id AND known.vehicle_key = added.vehicle_key
     WHERE added.client_id IS NOT NULL AND added.audience <> 'certificate'
       AND EXISTS (SELECT FROM chedang.client WHERE id = added.client_id AND revoked_at IS NULL)
       AND (known.client_id IS NULL OR known.epoch < chedang.handle_epoch(added.looked_at))
     ORDER BY added.client_id, added.vehicle_key, added.looked_at DESC
    ON CONFLICT (client_id, vehicle_key) DO UPDATE
       SET epoch = greatest(held.epoch, excluded.epoch), until = greatest(held.until, excluded.until);
    RETURN NULL;
END $$;

GRANT SELECT ON certificate_log, certificate TO chedang_serve;
GRANT SELECT, INSERT ON certificate_head TO chedang_serve;
GRANT UPDATE (state, state_at, reason, fresh) ON certificate TO chedang_serve;
GRANT USAGE ON SEQUENCE certificate_state_number TO chedang_serve;
GRANT EXECUTE ON FUNCTION certificate_ends(date), certificate_log_size(), certificate_log_half(bigint),
    certificate_log_hash(bigint, bigint), certificate_log_path(bigint, bigint, bigint),
    certificate_log_consistency(bigint, bigint, bigint, boolean),
    certificate_issue(certificate, bytea, bytea, bytea, text, text, text), certificate_code_try(bigint, bytea, bytea, bytea, bytea),
    certificates_advance(), changes_advance() TO chedang_serve;
COMMIT;
