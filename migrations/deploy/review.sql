-- Deploy chedang:review to pg
BEGIN;
SET LOCAL search_path = chedang;

-- What somebody of the authority has to decide by looking at documents: that a vehicle is somebody's ('document'), or
-- whose it is of two who know what is on its papers ('twice'). A case has at most two rounds, and a second one is another
-- reviewer's.
CREATE TABLE review (
    handle      text PRIMARY KEY CHECK (handle ~ '^[0-9a-f]{32}$'), -- random, of the form; stands in addresses
    kind        text NOT NULL CHECK (kind IN ('document', 'twice')),
    account_id  bigint NOT NULL REFERENCES account,                 -- who asks
    against     text,                        -- the ownership that is kept meanwhile; it may end before the case does
    vehicle_key bytea,                       -- of any number that was typed: it need not be known here
    vin         bytea,                       -- sealed
    state       text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'approved', 'refused')),
    round       smallint NOT NULL DEFAULT 1 CHECK (round IN (1, 2)),
    opened_at   timestamptz NOT NULL DEFAULT now(),
    asked_at    timestamptz NOT NULL DEFAULT now(),                 -- of this round
    decided_at  timestamptz,
    decided_by  bigint REFERENCES staff,     -- of the latest decision; in an open second round of the first
    reason      text,                        -- of the latest refusal
    words       bytea,                       -- sealed
    CHECK ((kind = 'twice') = (against IS NOT NULL)),
    CHECK ((state = 'open') = (decided_at IS NULL)),
    CHECK (kind NOT IN ('document', 'twice') OR num_nonnulls(vehicle_key, vin) = 2)
);
CREATE INDEX review_account ON review (account_id);
CREATE INDEX review_against ON review (against) WHERE against IS NOT NULL;
CREATE INDEX review_open ON review (asked_at) WHERE state = 'open';
CREATE INDEX review_decided ON review (decided_at) WHERE state <> 'open';

-- Photos of documents, sealed. They are there while the case is open and for nothing else.
CREATE TABLE review_photo (
    review  text NOT NULL REFERENCES review ON DELETE CASCADE,
    name    text NOT NULL CHECK (name ~ '^[a-z_]{1,24}$'),
    body    bytea NOT NULL,                  -- a JPEG, sealed
    sent_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (review, name)
);
-- They are random bytes: packing them would be time lost.
ALTER TABLE review_photo ALTER body SET STORAGE EXTERNAL;

-- Every look at a photo and every decision. Outlives the case, and who serves can add to it only.
CREATE TABLE review_trail (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at       timestamptz NOT NULL DEFAULT now(),
    staff_id bigint NOT NULL REFERENCES staff,
    review   text NOT NULL,
    round    smallint NOT NULL,
    act      text NOT NULL CHECK (act IN ('looked', 'approved', 'refused')),
    photo    text CHECK ((act = 'looked') = (photo IS NOT NULL))
);
CREATE INDEX review_trail_review ON review_trail (review);

-- Whose word counts for an ownership in a case: whoever holds the vehicle, or held it until a case gave it to somebody else.
CREATE VIEW review_holder AS
    SELECT ownership.handle AS ownership, ownership.account_id
      FROM ownership
      JOIN registry ON registry.vehicle_key = ownership.vehicle_key AND registry.holder_revision = ownership.holder_revision;

CREATE FUNCTION review_photos(in_review text, in_names text[], in_bodies bytea[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO chedang.review_photo (review, name, body)
    SELECT in_review, name, body FROM unnest(in_names, in_bodies) AS photo(name, body)
    ON CONFLICT (review, name) DO UPDATE SET body = excluded.body, sent_at = now()
$$;

-- Opens a case. Null: by nobody, or with a form of somebody else's. Else 'opened'; 'there', by this form before; 'open', the
-- account has one about this vehicle under way; 'held', the vehicle is the account's; 'too_many' are open. Accounts are
-- locked first, so that nobody counts what another is adding.
CREATE FUNCTION review_open(in_handle text, in_account bigint, in_kind text, in_vehicle bytea, in_vin bytea, in_names text[],
                            in_bodies bytea[], in_most int) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM chedang.account WHERE id = in_account AND closed_at IS NULL FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    IF EXISTS (SELECT FROM chedang.review WHERE handle = in_handle AND account_id = in_account) THEN
        RETURN 'there';
    END IF;
    IF EXISTS (SELECT FROM chedang.review WHERE account_id = in_account AND vehicle_key = in_vehicle AND state = 'open') THEN
        RETURN 'open';
    END IF;
    IF EXISTS (SELECT FROM chedang.ownership_now WHERE account_id = in_account AND vehicle_key = in_vehicle) THEN
        RETURN 'held';
    END IF;
    IF in_most <= (SELECT count(*) FROM chedang.review WHERE account_id = in_account AND state = 'open') THEN
        RETURN 'too_many';
    END IF;
    INSERT INTO chedang.review (handle, kind, account_id, vehicle_key, vin)
    VALUES (in_handle, in_kind, in_account, in_vehicle, in_vin)
    ON CONFLICT (handle) DO NOTHING;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    PERFORM chedang.review_photos(in_handle, in_names, in_bodies);
    RETURN 'opened';
END $$;

-- What follows from a claim with the right facts: an ownership, or a case where another account holds the vehicle now, which
-- is told. Vehicles are locked, so that of two who claim at once one is the first.
CREATE FUNCTION claim_grant(in_handle text, in_account bigint, in_vehicle bytea, in_revision int, in_vin bytea,
                            OUT out_ownership text, OUT out_review text) LANGUAGE plpgsql AS $$
DECLARE
    holder text;
BEGIN
    IF NOT chedang.accounts_lock(in_account, ARRAY(SELECT account_id FROM chedang.ownership_now
                                                    WHERE vehicle_key = in_vehicle)) THEN
        RETURN;
    END IF;
    PERFORM FROM chedang.vehicle WHERE key = in_vehicle FOR NO KEY UPDATE;
    SELECT handle INTO out_ownership FROM chedang.ownership_now WHERE account_id = in_account AND vehicle_key = in_vehicle;
    IF FOUND THEN
        RETURN;
    END IF;
    SELECT handle INTO holder FROM chedang.ownership_now WHERE vehicle_key = in_vehicle ORDER BY claimed_at LIMIT 1;
    IF NOT FOUND THEN
        INSERT INTO chedang.ownership (handle, account_id, vehicle_key, holder_revision)
        VALUES (in_handle, in_account, in_vehicle, in_revision)
        ON CONFLICT (account_id, vehicle_key, holder_revision) DO UPDATE SET ended = NULL
        RETURNING handle INTO out_ownership;
        RETURN;
    END IF;
    SELECT handle INTO out_review FROM chedang.review
     WHERE account_id = in_account AND vehicle_key = in_vehicle AND kind = 'twice' AND state = 'open';
    IF NOT FOUND THEN
        INSERT INTO chedang.review (handle, kind, account_id, against, vehicle_key, vin)
        VALUES (in_handle, 'twice', in_account, holder, in_vehicle, in_vin)
        RETURNING handle INTO out_review;
        PERFORM chedang.tell(account_id, 'claim_contested', vehicle_key) FROM chedang.ownership_now WHERE handle = holder;
    END IF;
END $$;

-- Documents for a case that is there: for a second look at what was refused, anew; of either side, while it is open whose a
-- vehicle is. Null: neither side of it. Else 'opened', 'added', 'there' or 'late', when none are wanted.
CREATE FUNCTION review_send(in_handle text, in_account bigint, in_names text[], in_bodies bytea[]) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    r chedang.review;
BEGIN
    IF NOT chedang.accounts_lock(in_account, ARRAY(SELECT holder.account_id
                                                      FROM chedang.review
                                                      JOIN chedang.review_holder AS holder ON holder.ownership = review.against
                                                     WHERE review.handle = in_handle)) THEN
        RETURN NULL;
    END IF;
    SELECT * INTO r FROM chedang.review
     WHERE handle = in_handle
       AND (account_id = in_account OR EXISTS (SELECT FROM chedang.review_holder AS holder
                                                WHERE holder.ownership = against AND holder.account_id = in_account)) FOR UPDATE;
    IF NOT FOUND THEN
        RETURN NULL;
    ELSIF r.state = 'open' AND r.kind = 'twice' THEN
        PERFORM chedang.review_photos(in_handle, in_names, in_bodies);
        RETURN 'added';
    ELSIF r.state = 'open' AND r.round = 2 THEN
        RETURN 'there';
    ELSIF r.state <> 'refused' OR r.round <> 1 OR r.account_id <> in_account THEN
        RETURN 'late';
    END IF;
    UPDATE chedang.review SET state = 'open', round = 2, asked_at = now(), decided_at = NULL WHERE handle = in_handle;
    PERFORM chedang.review_photos(in_handle, in_names, in_bodies);
    PERFORM chedang.tell(account_id, 'claim_contested', vehicle_key) FROM chedang.ownership_now WHERE handle = r.against;
    RETURN 'opened';
END $$;

-- The vehicle is the one's who asked, and nobody else's any more.
CREATE FUNCTION review_award(r review, in_ownership text, in_revision int) RETURNS void LANGUAGE sql AS $$
    WITH lost AS (
        UPDATE chedang.ownership SET ended = 'awarded'
         WHERE vehicle_key = r.vehicle_key AND holder_revision = in_revision AND account_id <> r.account_id AND ended IS NULL
        RETURNING account_id
    )
    SELECT chedang.tell(account_id, 'ownership_ended', r.vehicle_key) FROM lost;
    INSERT INTO chedang.ownership (handle, account_id, vehicle_key, holder_revision)
    VALUES (in_ownership, r.account_id, r.vehicle_key, in_revision)
    ON CONFLICT (account_id, vehicle_key, holder_revision) DO UPDATE SET ended = NULL;
$$;

-- Decides a case, for a reviewer: approves ($reason null) or refuses. Null: no reviewer, or no case. Else 'decided'; 'again',
-- by the same one; 'late', by another one meanwhile; 'same', who decided first may not decide on the second look;
-- 'unregistered', the registry has no such vehicle, or it has ended; 'moved', it names another holder than the reviewer saw
-- ($revision). The photos go with the decision.
CREATE FUNCTION review_decide(in_handle text, in_staff bigint, in_reason text, in_words bytea, in_revision int,
                              in_ownership text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    r      chedang.review;
    wanted text := CASE WHEN in_reason IS NULL THEN 'approved' ELSE 'refused' END;
    held   int;
BEGIN
    SELECT * INTO r FROM chedang.review WHERE handle = in_handle;
    PERFORM chedang.accounts_lock(r.account_id, ARRAY(SELECT account_id FROM chedang.ownership_now
                                                       WHERE vehicle_key = r.vehicle_key));
    PERFORM FROM chedang.vehicle WHERE key = r.vehicle_key FOR NO KEY UPDATE;
    SELECT * INTO r FROM chedang.review WHERE handle = in_handle FOR UPDATE;
    IF NOT FOUND OR NOT EXISTS (SELECT FROM chedang.staff WHERE id = in_staff AND role = 'reviewer' AND ended_at IS NULL) THEN
        RETURN NULL;
    ELSIF r.state <> 'open' THEN
        RETURN CASE WHEN r.decided_by = in_staff AND r.state = wanted THEN 'again' ELSE 'late' END;
    ELSIF r.decided_by = in_staff THEN
        RETURN 'same';
    END IF;
    IF wanted = 'approved' THEN
        SELECT holder_revision INTO held FROM chedang.registry WHERE vehicle_key = r.vehicle_key AND ended IS NULL;
        IF held IS NULL THEN
            RETURN 'unregistered';
        ELSIF held IS DISTINCT FROM in_revision THEN
            RETURN 'moved';
        END IF;
        PERFORM chedang.review_award(r, in_ownership, held);
    ELSE
        PERFORM chedang.tell(account_id, 'review_kept', vehicle_key) FROM chedang.ownership_now WHERE handle = r.against;
    END IF;
    UPDATE chedang.review
       SET state = wanted, decided_at = now(), decided_by = in_staff, reason = in_reason, words = in_words
     WHERE handle = in_handle;
    DELETE FROM chedang.review_photo WHERE review = in_handle;
    INSERT INTO chedang.review_trail (staff_id, review, round, act) VALUES (in_staff, in_handle, r.round, wanted);
    PERFORM chedang.tell(r.account_id, 'review_' || wanted, (SELECT key FROM chedang.vehicle WHERE key = r.vehicle_key));
    RETURN 'decided';
END $$;

-- With an account its open cases end, and with an ownership what was sent for it.
CREATE FUNCTION review_of_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM chedang.review WHERE account_id = NEW.id AND state = 'open';
    RETURN NULL;
END $$;
CREATE FUNCTION review_of_unheld() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM chedang.review_photo USING chedang.review
     WHERE review.handle = review_photo.review AND review.against = OLD.handle AND starts_with(review_photo.name, 'holder_');
    RETURN NULL;
END $$;
CREATE TRIGGER review_of_closed AFTER UPDATE OF closed_at ON account
    FOR EACH ROW WHEN (OLD.closed_at IS NULL AND NEW.closed_at IS NOT NULL) EXECUTE FUNCTION review_of_closed();
CREATE TRIGGER review_of_unheld AFTER DELETE ON ownership FOR EACH ROW EXECUTE FUNCTION review_of_unheld();

GRANT SELECT, INSERT, UPDATE, DELETE ON review, review_photo TO chedang_serve;
GRANT SELECT, INSERT ON review_trail TO chedang_serve;
GRANT SELECT ON review_holder TO chedang_serve;
GRANT EXECUTE ON FUNCTION review_photos(text, text[], bytea[]),
    review_open(text, bigint, text, bytea, bytea, text[], bytea[], int), review_send(text, bigint, text[], bytea[]),
    claim_grant(text, bigint, bytea, int, bytea), review_award(review, text, int),
    review_decide(text, bigint, text, bytea, int, text) TO chedang_serve;
COMMIT;
