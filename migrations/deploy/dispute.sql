-- Deploy chedang:dispute to pg
BEGIN;
SET LOCAL search_path = chedang;

-- Records that the owner misses and that are still contested; the contested ones that are there say so themselves.
ALTER TABLE vehicle ADD COLUMN missing_disputed int NOT NULL DEFAULT 0;

-- An owner's dispute about a record, or about one that is missing. Its course is history/dispute.h; it ends with the
-- account, not with the holder: a record that was contested is looked into when the vehicle is sold, too.
CREATE TABLE dispute (
    vehicle_key bytea NOT NULL REFERENCES vehicle,
    id          bigint GENERATED ALWAYS AS IDENTITY,
    handle      text NOT NULL UNIQUE CHECK (handle ~ '^[0-9a-f]{32}$'), -- random, of the form; stands in addresses
    ownership   text NOT NULL REFERENCES ownership ON DELETE CASCADE,
    repair_id   bigint,                      -- null: of one that is missing
    workshop_id bigint REFERENCES workshop,  -- whose turn it is to answer; null until it is known
    kind        text NOT NULL CHECK (kind IN ('not_mine', 'wrong_figure', 'wrong_work', 'missing_record')),
    state       text NOT NULL CHECK (state IN ('open', 'with_workshop', 'correcting', 'answered', 'escalated', 'upheld',
                                               'corrected', 'closed')),
    due_on      date,                        -- the last day of the turn, in China
    reminded_at timestamptz,                 -- of this turn
    opened_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (vehicle_key, id),
    CHECK ((kind = 'missing_record') = (repair_id IS NULL)),
    CHECK (state = 'open' OR state = 'closed' OR workshop_id IS NOT NULL)
);
CREATE UNIQUE INDEX dispute_live ON dispute (vehicle_key, repair_id) WHERE state <> 'closed';
CREATE INDEX dispute_ownership ON dispute (ownership);
CREATE INDEX dispute_workshop ON dispute (workshop_id, due_on) WHERE state <> 'closed';
CREATE INDEX dispute_due ON dispute (state, due_on) WHERE state <> 'closed';
CREATE INDEX dispute_missing ON dispute (vehicle_key) WHERE repair_id IS NULL AND state NOT IN ('open', 'corrected', 'closed');

-- What became of it, step by step, with what was written.
CREATE TABLE dispute_step (
    vehicle_key bytea NOT NULL,
    dispute_id  bigint NOT NULL,
    number      int NOT NULL,
    step        text NOT NULL CHECK (step IN ('opened', 'asked', 'forwarded', 'promised', 'justified', 'accepted', 'insisted',
                                              'withdrawn', 'reminded', 'escalated', 'lapsed', 'corrected', 'upheld', 'dismissed')),
    by          text NOT NULL CHECK (by IN ('owner', 'workshop', 'supervisor', 'upload', 'clock')),
    staff_id    bigint REFERENCES staff,     -- which supervisor
    taken_at    timestamptz NOT NULL DEFAULT now(),
    words       bytea,                       -- sealed
    PRIMARY KEY (vehicle_key, dispute_id, number),
    FOREIGN KEY (vehicle_key, dispute_id) REFERENCES dispute ON DELETE CASCADE
);

-- Every audience sees these as contested.
CREATE FUNCTION dispute_contests(state text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT state NOT IN ('corrected', 'closed')
$$;

-- The account that holds the vehicle now and opened this; null when it was sold.
CREATE FUNCTION dispute_owner(in_ownership text) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT ownership.account_id
      FROM chedang.ownership
      JOIN chedang.registry ON registry.vehicle_key = ownership.vehicle_key
                           AND registry.holder_revision = ownership.holder_revision
     WHERE ownership.handle = in_ownership
$$;

-- Whether this dispute is any business of the account, the workshop or the supervisor with this id, or of the clock.
CREATE FUNCTION dispute_may(d dispute, in_by text, in_who bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(CASE in_by
               WHEN 'owner' THEN chedang.dispute_owner(d.ownership) = in_who
               WHEN 'workshop' THEN d.workshop_id = in_who
               WHEN 'supervisor' THEN EXISTS (SELECT FROM chedang.staff
                                               WHERE id = in_who AND role = 'supervisor' AND ended_at IS NULL)
               WHEN 'clock' THEN true END, false)
$$;

CREATE FUNCTION dispute_note(d dispute, in_step text, in_by text, in_staff bigint, in_words bytea, in_tell text) RETURNS void
LANGUAGE sql AS $$
    INSERT INTO chedang.dispute_step (vehicle_key, dispute_id, number, step, by, staff_id, words)
    SELECT d.vehicle_key, d.id, count(*) + 1, in_step, in_by, in_staff, in_words
      FROM chedang.dispute_step WHERE vehicle_key = d.vehicle_key AND dispute_id = d.id;
    SELECT chedang.tell(account, in_tell, d.vehicle_key) FROM chedang.dispute_owner(d.ownership) AS account
     WHERE in_tell IS NOT NULL AND account IS NOT NULL;
$$;

-- Shows the record, or the vehicle, as contested or not; the version moves when that changes.
CREATE FUNCTION dispute_show(d dispute) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF d.repair_id IS NOT NULL THEN
        UPDATE chedang.repair SET disputed = chedang.dispute_contests(d.state)
         WHERE vehicle_key = d.vehicle_key AND id = d.repair_id AND disputed <> chedang.dispute_contests(d.state);
        RETURN;
    END IF;
    UPDATE chedang.vehicle SET missing_disputed = found.count
      FROM (SELECT count(*) FROM chedang.dispute
             WHERE vehicle_key = d.vehicle_key AND repair_id IS NULL AND chedang.dispute_contests(state)) AS found
     WHERE key = d.vehicle_key AND missing_disputed <> found.count;
    IF FOUND THEN
        PERFORM chedang.vehicle_touch(d.vehicle_key);
    END IF;
END $$;

-- Opens a dispute for whoever holds the vehicle. Vehicles are locked first, as by everybody. Null: there is nothing of this
-- kind for this account. Else 'opened'; 'there', by this form before; 'contested' already; 'too_many' live ones.
CREATE FUNCTION dispute_open(in_account bigint, in_ownership text, in_handle text, in_repair bigint, in_kind text,
                             in_step text, in_state text, in_due date, in_words bytea, in_most int) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    d chedang.dispute;
BEGIN
    SELECT vehicle_key INTO d.vehicle_key FROM chedang.ownership WHERE handle = in_ownership;
    PERFORM FROM chedang.vehicle WHERE key = d.vehicle_key FOR NO KEY UPDATE;
    IF chedang.dispute_owner(in_ownership) IS DISTINCT FROM in_account THEN
        RETURN NULL;
    END IF;
    PERFORM FROM chedang.dispute WHERE handle = in_handle AND ownership = in_ownership;
    IF FOUND THEN
        RETURN 'there';
    END IF;
    IF in_repair IS NOT NULL THEN
        SELECT workshop_id INTO d.workshop_id FROM chedang.repair WHERE vehicle_key = d.vehicle_key AND id = in_repair;
        IF NOT FOUND THEN
            RETURN NULL;
        END IF;
        PERFORM FROM chedang.dispute WHERE vehicle_key = d.vehicle_key AND repair_id = in_repair AND state <> 'closed';
        IF FOUND THEN
            RETURN 'contested';
        END IF;
    END IF;
    IF in_most <= (SELECT count(*) FROM chedang.dispute WHERE vehicle_key = d.vehicle_key AND state <> 'closed') THEN
        RETURN 'too_many';
    END IF;
    INSERT INTO chedang.dispute (vehicle_key, handle, ownership, repair_id, workshop_id, kind, state, due_on)
    VALUES (d.vehicle_key, in_handle, in_ownership, in_repair, d.workshop_id, in_kind, in_state, in_due)
    ON CONFLICT (handle) DO NOTHING
    RETURNING * INTO d;
    IF NOT FOUND THEN
        RETURN NULL; -- a form of somebody else
    END IF;
    PERFORM chedang.dispute_note(d, in_step, 'owner', NULL, in_words, NULL);
    PERFORM chedang.dispute_show(d);
    RETURN 'opened';
END $$;

-- Takes a step, if the one who asks may: the account that holds the vehicle, the workshop whose turn it can be, a
-- supervisor ($who is an id of what $by says), or the clock. $to null: it stays where it is. Null: there is nothing of this
-- kind for them. Else 'taken'; 'again', it was the last step already; 'late', it has moved on meanwhile; 'no_workshop' to go to.
CREATE FUNCTION dispute_take(in_handle text, in_by text, in_who bigint, in_step text, in_from text[], in_to text, in_due date,
                             in_words bytea, in_tell text, in_workshop bigint) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    d chedang.dispute;
BEGIN
    PERFORM FROM chedang.vehicle WHERE key = (SELECT vehicle_key FROM chedang.dispute WHERE handle = in_handle)
        FOR NO KEY UPDATE;
    SELECT * INTO d FROM chedang.dispute WHERE handle = in_handle FOR UPDATE;
    IF d.id IS NULL OR NOT chedang.dispute_may(d, in_by, in_who) THEN
        RETURN NULL;
    ELSIF d.state <> ALL (in_from) THEN
        RETURN CASE WHEN in_step = (SELECT step FROM chedang.dispute_step
                                     WHERE vehicle_key = d.vehicle_key AND dispute_id = d.id ORDER BY number DESC LIMIT 1)
                    THEN 'again' ELSE 'late' END;
    ELSIF in_to = 'with_workshop' AND in_workshop IS NULL THEN
        RETURN 'no_workshop';
    END IF;
    IF in_to IS NULL THEN
        UPDATE chedang.dispute SET reminded_at = now() WHERE vehicle_key = d.vehicle_key AND id = d.id;
    ELSE
        UPDATE chedang.dispute
           SET state = in_to, due_on = in_due, reminded_at = NULL, workshop_id = coalesce(in_workshop, workshop_id)
         WHERE vehicle_key = d.vehicle_key AND id = d.id
        RETURNING * INTO d;
    END IF;
    PERFORM chedang.dispute_note(d, in_step, in_by, CASE in_by WHEN 'supervisor' THEN in_who END, in_words, in_tell);
    PERFORM chedang.dispute_show(d);
    RETURN 'taken';
END $$;

-- An upload has corrected what a dispute is about. Its day is counted by whoever knows the holidays, soon.
CREATE FUNCTION dispute_correct(d dispute, in_state text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE chedang.dispute SET state = in_state, due_on = NULL, reminded_at = NULL
     WHERE vehicle_key = d.vehicle_key AND id = d.id;
    PERFORM chedang.dispute_note(d, 'corrected', 'upload', NULL, NULL, 'dispute_corrected');
END $$;

-- A new revision of a contested record; before the row is stored, so that the version moves once.
CREATE FUNCTION dispute_of_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM chedang.dispute_correct(d, 'corrected') FROM chedang.dispute AS d
      WHERE vehicle_key = OLD.vehicle_key AND repair_id = OLD.id AND chedang.dispute_contests(state);
    NEW.disputed := false;
    RETURN NEW;
END $$;
CREATE TRIGGER dispute_of_revision BEFORE UPDATE ON repair
    FOR EACH ROW WHEN (OLD.disputed AND NEW.revision > OLD.revision) EXECUTE FUNCTION dispute_of_revision();

-- A contested record that went to another vehicle: there is nothing left to insist on.
CREATE FUNCTION dispute_of_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM chedang.dispute_correct(d, 'closed') FROM chedang.dispute AS d
      WHERE vehicle_key = OLD.vehicle_key AND repair_id = OLD.id AND chedang.dispute_contests(state);
    RETURN NULL;
END $$;
CREATE TRIGGER dispute_of_moved AFTER DELETE ON repair
    FOR EACH ROW WHEN (OLD.disputed) EXECUTE FUNCTION dispute_of_moved();

-- A record that was missing, from the workshop that was asked for it.
CREATE FUNCTION dispute_of_missing() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    d chedang.dispute;
BEGIN
    FOR d IN SELECT * FROM chedang.dispute AS missing
              WHERE repair_id IS NULL AND state NOT IN ('open', 'corrected', 'closed')
                AND EXISTS (SELECT FROM changed WHERE changed.vehicle_key = missing.vehicle_key
                                                  AND changed.workshop_id = missing.workshop_id)
              ORDER BY vehicle_key, id LOOP
        PERFORM chedang.dispute_correct(d, 'corrected');
        PERFORM chedang.dispute_show(d);
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER dispute_of_missing AFTER INSERT ON repair
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION dispute_of_missing();

-- With an account its disputes go, and what they contested is not contested any more.
CREATE FUNCTION dispute_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    OLD.state := 'closed';
    PERFORM chedang.dispute_show(OLD);
    RETURN NULL;
END $$;
CREATE TRIGGER dispute_gone AFTER DELETE ON dispute
    FOR EACH ROW WHEN (OLD.state NOT IN ('corrected', 'closed')) EXECUTE FUNCTION dispute_gone();

-- What an owner thinks of a repair, once. It outlives the account and says nothing about who it was.
CREATE TABLE rating (
    vehicle_key bytea NOT NULL,
    repair_id   bigint NOT NULL,
    ownership   text NOT NULL,               -- the handle it was given under
    workshop_id bigint NOT NULL REFERENCES workshop,
    punctuality smallint NOT NULL CHECK (punctuality BETWEEN 1 AND 5),
    attitude    smallint NOT NULL CHECK (attitude BETWEEN 1 AND 5),
    quality     smallint NOT NULL CHECK (quality BETWEEN 1 AND 5),
    speed       smallint NOT NULL CHECK (speed BETWEEN 1 AND 5),
    price       smallint NOT NULL CHECK (price BETWEEN 1 AND 5),
    rated_on    date NOT NULL DEFAULT (now() AT TIME ZONE 'Asia/Shanghai')::date,
    PRIMARY KEY (vehicle_key, repair_id, ownership),
    FOREIGN KEY (vehicle_key, repair_id) REFERENCES repair ON DELETE CASCADE
);
CREATE INDEX rating_workshop ON rating (workshop_id);

-- For the public: how many there are, and averages where they are too many to tell who it was.
CREATE VIEW workshop_rating AS
    SELECT workshop_id, count(*) AS ratings, round(avg(punctuality), 1) AS punctuality, round(avg(attitude), 1) AS attitude,
           round(avg(quality), 1) AS quality, round(avg(speed), 1) AS speed, round(avg(price), 1) AS price
      FROM rating
     GROUP BY workshop_id
    HAVING count(*) >= 10;

GRANT SELECT, INSERT, UPDATE ON dispute TO chedang_serve;
GRANT SELECT, INSERT ON dispute_step, rating TO chedang_serve;
GRANT SELECT ON workshop_rating TO chedang_serve;
GRANT EXECUTE ON FUNCTION dispute_contests(text), dispute_owner(text), dispute_may(dispute, text, bigint),
    dispute_note(dispute, text, text, bigint, bytea, text), dispute_show(dispute), dispute_correct(dispute, text),
    dispute_open(bigint, text, text, bigint, text, text, text, date, bytea, int),
    dispute_take(text, text, bigint, text, text[], text, date, bytea, text, bigint) TO chedang_serve;
COMMIT;
