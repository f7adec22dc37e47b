-- Deploy chedang:finding to pg
BEGIN;
SET LOCAL search_path = chedang;

-- Vehicles to be examined: whatever moves a version puts the vehicle here, in the same transaction. A vehicle may stand here
-- several times, so that nobody waits for an examiner that holds its row, and what comes while it is examined is not lost.
CREATE TABLE examination (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    vehicle_key bytea NOT NULL
);
CREATE INDEX examination_vehicle ON examination (vehicle_key);

-- With which rules all vehicles were examined, or are on their way.
CREATE TABLE examination_rules (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    rules  text NOT NULL
);
INSERT INTO examination_rules (rules) VALUES ('');

CREATE FUNCTION vehicles_to_examine() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO chedang.examination (vehicle_key) SELECT DISTINCT key FROM added;
    RETURN NULL;
END $$;
CREATE TRIGGER change_to_examine AFTER INSERT ON change
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION vehicles_to_examine();

-- One thing that is odd about a record, and how it stands: history/rectification.h. It is the same matter however often it ends
-- and comes back, and wherever the record goes.
CREATE TABLE finding (
    vehicle_key   bytea NOT NULL REFERENCES vehicle,
    repair_id     bigint NOT NULL,
    code          text NOT NULL CHECK (code ~ '^[A-Z][0-9]{1,2}$'),
    handle        text NOT NULL UNIQUE DEFAULT replace(gen_random_uuid()::text, '-', ''), -- random; stands in addresses
    revision      int NOT NULL,              -- of the record, when it was last found in another one than before
    version       bigint,                    -- of the vehicle, likewise; null: the record came from another vehicle since
    other_id      bigint,                    -- the record that it is compared with
    fitting_km    int,                       -- the reading that would fit
    for_owners    boolean NOT NULL,          -- whether those are told at all
    workshop_id   bigint NOT NULL REFERENCES workshop, -- whose record it is
    state         text NOT NULL DEFAULT 'open'
                  CHECK (state IN ('open', 'told', 'explained', 'escalated', 'upheld', 'accepted', 'closed')),
    returns_to    text,                      -- of a closed one: how it stood
    opened_at     timestamptz NOT NULL DEFAULT now(),
    told_at       timestamptz,
    due_on        date,                      -- the last day of the turn, in China
    reminded      smallint NOT NULL DEFAULT 0, -- how often, in this turn
    owner_told_at timestamptz,
    closed_at     timestamptz,
    reason        text CHECK (reason IN ('corrected', 'late_data', 'moved', 'withdrawn', 'rule_changed')),
    PRIMARY KEY (vehicle_key, repair_id, code),
    CHECK ((state = 'closed') = (closed_at IS NOT NULL) AND (state = 'closed') = (reason IS NOT NULL)
           AND (state = 'closed') = (returns_to IS NOT NULL))
);
CREATE INDEX finding_of_workshop ON finding (workshop_id, state, due_on, handle);
CREATE INDEX finding_open ON finding (opened_at) WHERE state = 'open';
CREATE INDEX finding_overdue ON finding (due_on) WHERE state = 'told';
CREATE INDEX finding_to_remind ON finding (due_on) WHERE state IN ('told', 'upheld') AND reminded < 2;
CREATE INDEX finding_of_authority ON finding (code, due_on) WHERE state IN ('explained', 'escalated', 'upheld');

-- What became of it, step by step, with what was written. Who serves can add to it only.
CREATE TABLE finding_step (
    handle   text NOT NULL REFERENCES finding (handle),
    number   int NOT NULL,
    act      text NOT NULL CHECK (act IN ('found', 'again', 'renewed', 'told', 'reminded', 'explained', 'added', 'escalated',
                                          'accepted', 'refused', 'closed')),
    by       text NOT NULL CHECK (by IN ('examiner', 'answer', 'workshop', 'clock', 'supervisor')),
    staff_id bigint REFERENCES staff,        -- which supervisor
    taken_at timestamptz NOT NULL DEFAULT now(),
    reason   text,                           -- of a closing
    words    bytea,                          -- sealed
    PRIMARY KEY (handle, number)
);

-- What workshops were reminded of, one for each workshop, day of the turn and run of the clock.
CREATE TABLE finding_reminder (
    workshop_id bigint NOT NULL REFERENCES workshop,
    id          bigint GENERATED ALWAYS AS IDENTITY,
    day         smallint NOT NULL CHECK (day IN (0, 3, 5)), -- 0: that there is something
    findings    int NOT NULL,
    sent_at     timestamptz NOT NULL DEFAULT now(),
    read_at     timestamptz,
    PRIMARY KEY (workshop_id, id)
);
CREATE INDEX finding_reminder_unread ON finding_reminder (workshop_id) WHERE read_at IS NULL;
CREATE INDEX finding_reminder_sent ON finding_reminder (sent_at);

-- Whether owners see it: once it was escalated, and unless an explanation is accepted.
CREATE FUNCTION finding_is_shown(state text, for_owners boolean) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT for_owners AND state IN ('escalated', 'upheld')
$$;
CREATE VIEW finding_shown AS
    SELECT vehicle_key, repair_id, string_agg(code, ',' ORDER BY code) AS codes
      FROM finding WHERE finding_is_shown(state, for_owners)
     GROUP BY vehicle_key, repair_id;

-- When what owners see of a vehicle changes, its version moves; they are told of a matter once. Whoever changes a finding holds
-- its vehicle.
CREATE FUNCTION findings_showed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    told int;
BEGIN
    WITH moved AS (
        UPDATE chedang.vehicle SET version = version + 1
          FROM (SELECT DISTINCT changed.vehicle_key AS key
                  FROM changed JOIN was ON was.handle = changed.handle
                 WHERE chedang.finding_is_shown(changed.state, changed.for_owners)
                    <> chedang.finding_is_shown(was.state, was.for_owners)
                 ORDER BY key) AS turned
         WHERE vehicle.key = turned.key
        RETURNING vehicle.key, vehicle.version
    )
    INSERT INTO chedang.change (key, version) SELECT key, version FROM moved;
    IF NOT EXISTS (SELECT FROM changed WHERE owner_told_at IS NULL AND chedang.finding_is_shown(state, for_owners)) THEN
        RETURN NULL;
    END IF;
    WITH untold AS (
        UPDATE chedang.finding SET owner_told_at = now()
         WHERE handle IN (SELECT handle FROM changed WHERE owner_told_at IS NULL)
           AND chedang.finding_is_shown(state, for_owners)
        RETURNING vehicle_key
    )
    SELECT count(chedang.tell(access.account_id, 'finding', access.vehicle_key)) INTO told
      FROM (SELECT DISTINCT vehicle_key FROM untold) AS vehicles
      JOIN chedang.access ON access.vehicle_key = vehicles.vehicle_key AND access.manages;
    RETURN NULL;
END $$;
CREATE TRIGGER findings_showed AFTER UPDATE ON finding
    REFERENCING OLD TABLE AS was NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION findings_showed();

-- A record that goes to another vehicle takes its findings along: they are examined there, and nobody gets new days.
CREATE FUNCTION findings_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE chedang.finding
       SET vehicle_key = NEW.vehicle_key, repair_id = NEW.repair_id, version = NULL, owner_told_at = NULL
     WHERE vehicle_key = OLD.vehicle_key AND repair_id = OLD.repair_id;
    RETURN NULL;
END $$;
CREATE TRIGGER findings_move AFTER UPDATE ON settlement
    FOR EACH ROW WHEN ((OLD.vehicle_key, OLD.repair_id) IS DISTINCT FROM (NEW.vehicle_key, NEW.repair_id))
    EXECUTE FUNCTION findings_move();

CREATE FUNCTION finding_note(in_handles text[], in_act text, in_by text, in_staff bigint, in_words bytea) RETURNS void
LANGUAGE sql AS $$
    INSERT INTO chedang.finding_step (handle, number, act, by, staff_id, reason, words)
    SELECT finding.handle, coalesce((SELECT max(number) FROM chedang.finding_step AS s WHERE s.handle = finding.handle), 0) + 1,
           in_act, in_by, in_staff, CASE in_act WHEN 'closed' THEN finding.reason END, in_words
      FROM chedang.finding WHERE handle = ANY (in_handles);
$$;

-- Settles what was found in some vehicles with what was found before. A vehicle ($keys) that has another version by now than it was
-- read in ($versions) is left out: it is to be examined again anyway. Of each thing found the place of its vehicle in $keys, the
-- record, the code, the other record, and what would fit. What is new is open; what is still so stays untouched; what came back
-- goes on where it was, with the days that it had; an accepted explanation is of one revision; what is so no more is closed. How
-- many were opened or closed.
CREATE FUNCTION finding_settle(in_keys bytea[], in_versions bigint[], in_of int[], in_repairs bigint[], in_codes text[],
                               in_others bigint[], in_fitting int[], in_for_owners text[]) RETURNS int LANGUAGE plpgsql
    SET enable_seqscan = off AS $$
DECLARE
    held bytea[];
    made text[];
    back text[];
    anew text[];
    over text[];
BEGIN
    WITH locked AS (
        SELECT key, version FROM chedang.vehicle
         WHERE key = ANY (in_keys)
           AND (key = ANY (ARRAY(SELECT in_keys[place] FROM unnest(in_of) AS place))
                OR EXISTS (SELECT FROM chedang.finding WHERE vehicle_key = key AND state <> 'closed'))
           AND NOT EXISTS (SELECT FROM chedang.sandbox_vehicle WHERE vehicle_key = key)
         ORDER BY key FOR NO KEY UPDATE
    )
    SELECT array_agg(locked.key) INTO held
      FROM locked JOIN unnest(in_keys, in_versions) AS examined(key, version) USING (key, version);
    IF held IS NULL THEN
        RETURN 0;
    END IF;
    WITH found AS (
        SELECT repair.vehicle_key, repair.id AS repair_id, f.code, f.other_id, f.fitting_km, in_versions[f.place] AS version,
               repair.revision, repair.workshop_id
          FROM unnest(in_of, in_repairs, in_codes, in_others, in_fitting) AS f(place, repair_id, code, other_id, fitting_km)
          JOIN chedang.repair ON repair.vehicle_key = in_keys[f.place] AND repair.id = f.repair_id
         WHERE in_keys[f.place] = ANY (held)
    ), ended AS (
        UPDATE chedang.finding AS f
           SET state = 'closed', returns_to = f.state, closed_at = now(),
               reason = CASE WHEN r.id IS NULL THEN 'withdrawn'
                             WHEN f.version IS NULL THEN 'moved'
                             WHEN r.revision > f.revision THEN 'corrected'
                             WHEN v.version > f.version THEN 'late_data'
                             ELSE 'rule_changed' END
          FROM chedang.vehicle AS v, chedang.finding AS same
          LEFT JOIN chedang.repair AS r ON r.vehicle_key = same.vehicle_key AND r.id = same.repair_id
         WHERE f.vehicle_key = ANY (held) AND f.state <> 'closed' AND v.key = f.vehicle_key
           AND same.vehicle_key = f.vehicle_key AND same.repair_id = f.repair_id AND same.code = f.code
           AND NOT EXISTS (SELECT FROM found WHERE found.vehicle_key = f.vehicle_key AND found.repair_id = f.repair_id
                                               AND found.code = f.code)
        RETURNING f.handle
    ), returned AS (
        UPDATE chedang.finding AS f
           SET state = CASE WHEN returns_to = 'accepted' AND found.revision > f.revision THEN 'open' ELSE returns_to END,
               returns_to = NULL, closed_at = NULL, reason = NULL, revision = found.revision, version = found.version,
               other_id = found.other_id, fitting_km = found.fitting_km
          FROM found
         WHERE f.vehicle_key = found.vehicle_key AND f.repair_id = found.repair_id AND f.code = found.code AND f.state = 'closed'
        RETURNING f.handle
    ), renewed AS (
        UPDATE chedang.finding AS f
           SET state = 'open', told_at = NULL, due_on = NULL, reminded = 0, revision = found.revision, version = found.version,
               other_id = found.other_id, fitting_km = found.fitting_km
          FROM found
         WHERE f.vehicle_key = found.vehicle_key AND f.repair_id = found.repair_id AND f.code = found.code
           AND f.state = 'accepted' AND found.revision > f.revision
        RETURNING f.handle
    ), changed AS (
        UPDATE chedang.finding AS f
           SET revision = found.revision, version = found.version, other_id = found.other_id, fitting_km = found.fitting_km
          FROM found
         WHERE f.vehicle_key = found.vehicle_key AND f.repair_id = found.repair_id AND f.code = found.code
           AND f.state <> 'closed' AND NOT (f.state = 'accepted' AND found.revision > f.revision)
           AND (f.version IS NULL
                OR (f.revision, f.other_id, f.fitting_km) IS DISTINCT FROM (found.revision, found.other_id, found.fitting_km))
    ), new AS (
        INSERT INTO chedang.finding (vehicle_key, repair_id, code, revision, version, other_id, fitting_km, for_owners, workshop_id)
        SELECT vehicle_key, repair_id, code, revision, version, other_id, fitting_km, code = ANY (in_for_owners), workshop_id
          FROM found
        ON CONFLICT (vehicle_key, repair_id, code) DO NOTHING
        RETURNING handle
    )
    SELECT ARRAY(SELECT handle FROM new), ARRAY(SELECT handle FROM returned), ARRAY(SELECT handle FROM renewed),
           ARRAY(SELECT handle FROM ended)
      INTO made, back, anew, over;
    PERFORM chedang.finding_note(made, 'found', 'examiner', NULL, NULL);
    PERFORM chedang.finding_note(back, 'again', 'examiner', NULL, NULL);
    PERFORM chedang.finding_note(anew, 'renewed', 'examiner', NULL, NULL);
    PERFORM chedang.finding_note(over, 'closed', 'examiner', NULL, NULL);
    RETURN cardinality(made) + cardinality(back) + cardinality(anew) + cardinality(over);
END $$;

-- Whether this finding is any business of the workshop or the supervisor with this id.
CREATE FUNCTION finding_may(f finding, in_by text, in_who bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(CASE in_by
               WHEN 'workshop' THEN f.workshop_id = in_who
               WHEN 'supervisor' THEN EXISTS (SELECT FROM chedang.staff
                                               WHERE id = in_who AND role = 'supervisor' AND ended_at IS NULL)
                                  AND EXISTS (SELECT FROM chedang.finding_step AS s
                                               WHERE s.handle = f.handle AND act IN ('explained', 'escalated')) END, false)
$$;

-- Takes an act of some findings that are in one of these states; which that were. $to null: they stay where they are. Vehicles are
-- locked first, as by everybody.
CREATE FUNCTION finding_act(in_handles text[], in_by text, in_staff bigint, in_act text, in_from text[], in_to text, in_due date,
                            in_words bytea) RETURNS text[] LANGUAGE plpgsql
    SET enable_seqscan = off AS $$
DECLARE
    moved text[];
BEGIN
    PERFORM FROM chedang.vehicle WHERE key IN (SELECT vehicle_key FROM chedang.finding WHERE handle = ANY (in_handles))
      ORDER BY key FOR NO KEY UPDATE;
    WITH acted AS (
        UPDATE chedang.finding
           SET state = coalesce(in_to, state), due_on = CASE WHEN in_to IS NULL THEN due_on ELSE in_due END,
               reminded = CASE WHEN in_to IS NULL THEN reminded ELSE 0 END,
               told_at = CASE in_act WHEN 'told' THEN now() ELSE told_at END
         WHERE handle = ANY (in_handles) AND state = ANY (in_from)
        RETURNING handle
    )
    SELECT ARRAY(SELECT handle FROM acted) INTO moved;
    PERFORM chedang.finding_note(moved, in_act, in_by, in_staff, in_words);
    RETURN moved;
END $$;

-- Takes an act on behalf of somebody ($who is an id of what $by says). Null: there is nothing of this kind for them. Else 'taken';
-- 'again', it was the last step already; 'late', it has moved on meanwhile; 'too_many', so much ($most) was written already.
CREATE FUNCTION finding_take(in_handle text, in_by text, in_who bigint, in_act text, in_from text[], in_to text, in_due date,
                             in_words bytea, in_most int) RETURNS text LANGUAGE plpgsql
    SET enable_seqscan = off AS $$
DECLARE
    f chedang.finding;
BEGIN
    PERFORM FROM chedang.vehicle WHERE key = (SELECT vehicle_key FROM chedang.finding WHERE handle = in_handle)
        FOR NO KEY UPDATE;
    SELECT * INTO f FROM chedang.finding WHERE handle = in_handle FOR UPDATE;
    IF f.handle IS NULL OR NOT chedang.finding_may(f, in_by, in_who) THEN
        RETURN NULL;
    ELSIF f.state <> ALL (in_from) THEN
        RETURN CASE WHEN in_act = (SELECT act FROM chedang.finding_step WHERE handle = in_handle ORDER BY number DESC LIMIT 1)
                    THEN 'again' ELSE 'late' END;
    ELSIF in_most <= (SELECT count(*) FROM chedang.finding_step WHERE handle = in_handle AND words IS NOT NULL) THEN
        RETURN 'too_many';
    END IF;
    PERFORM chedang.finding_act(ARRAY[in_handle], in_by, CASE in_by WHEN 'supervisor' THEN in_who END, in_act, in_from, in_to,
                                in_due, in_words);
    RETURN 'taken';
END $$;

-- The answer to an upload told the workshop of these codes: its days begin, whether an examiner has been here or not.
CREATE FUNCTION finding_answered(in_workshop bigint, in_number bytea, in_codes text[], in_due date, in_for_owners text[]) RETURNS int
LANGUAGE plpgsql
    SET enable_seqscan = off AS $$
DECLARE
    s    chedang.settlement;
    v    chedang.vehicle;
    made text[];
BEGIN
    SELECT * INTO s FROM chedang.settlement WHERE workshop_id = in_workshop AND number_index = in_number;
    SELECT * INTO v FROM chedang.vehicle WHERE key = s.vehicle_key FOR NO KEY UPDATE;
    IF v.key IS NULL OR EXISTS (SELECT FROM chedang.sandbox_vehicle WHERE vehicle_key = v.key) THEN
        RETURN 0;
    END IF;
    WITH new AS (
        INSERT INTO chedang.finding (vehicle_key, repair_id, code, revision, version, for_owners, workshop_id)
        SELECT repair.vehicle_key, repair.id, code, repair.revision, v.version, code = ANY (in_for_owners), repair.workshop_id
          FROM chedang.repair, unnest(in_codes) AS code
         WHERE repair.vehicle_key = v.key AND repair.id = s.repair_id
        ON CONFLICT (vehicle_key, repair_id, code) DO NOTHING
        RETURNING handle
    )
    SELECT ARRAY(SELECT handle FROM new) INTO made;
    PERFORM chedang.finding_note(made, 'found', 'answer', NULL, NULL);
    RETURN cardinality(chedang.finding_act(
        ARRAY(SELECT handle FROM chedang.finding
               WHERE vehicle_key = v.key AND repair_id = s.repair_id AND code = ANY (in_codes)),
        'answer', NULL, 'told', '{open}', 'told', in_due, NULL));
END $$;

-- A workshop opened its list: what it had not been told of is told, and its reminders are read.
CREATE FUNCTION finding_opened(in_workshop bigint, in_due date, in_most int) RETURNS int LANGUAGE plpgsql
    SET enable_seqscan = off AS $$
BEGIN
    UPDATE chedang.finding_reminder SET read_at = now() WHERE workshop_id = in_workshop AND read_at IS NULL;
    RETURN cardinality(chedang.finding_act(
        ARRAY(SELECT handle FROM chedang.finding WHERE workshop_id = in_workshop AND state = 'open' LIMIT in_most),
        'workshop', NULL, 'told', '{open}', 'told', in_due, NULL));
END $$;

-- An act of the clock, of some hundreds at a time: tells of what was opened before a day, reminds of what is due by a day ($day says
-- which reminder that is), escalates what was due before. How many those were.
CREATE FUNCTION finding_clock(in_act text, in_from text[], in_to text, in_due date, in_day date, in_reminder int) RETURNS int
LANGUAGE plpgsql
    SET enable_seqscan = off AS $$
DECLARE
    times CONSTANT int := CASE in_reminder WHEN 3 THEN 1 WHEN 5 THEN 2 ELSE 0 END;
    moved text[];
BEGIN
    moved := CASE in_act
        WHEN 'told' THEN ARRAY(SELECT handle FROM chedang.finding
                                WHERE state = 'open' AND opened_at < in_day::timestamp AT TIME ZONE 'Asia/Shanghai'
                                ORDER BY opened_at LIMIT 500)
        WHEN 'escalated' THEN ARRAY(SELECT handle FROM chedang.finding WHERE state = 'told' AND due_on < in_day
                                     ORDER BY due_on LIMIT 500)
        ELSE ARRAY(SELECT handle FROM chedang.finding
                    WHERE state IN ('told', 'upheld') AND reminded < 2 AND reminded < times AND due_on <= in_day
                    ORDER BY due_on LIMIT 500) END;
    IF cardinality(moved) = 0 THEN
        RETURN 0;
    END IF;
    moved := chedang.finding_act(moved, 'clock', NULL, in_act, in_from, in_to, in_due, NULL);
    IF in_reminder IS NOT NULL THEN
        UPDATE chedang.finding SET reminded = greatest(reminded, times) WHERE handle = ANY (moved);
        INSERT INTO chedang.finding_reminder (workshop_id, day, findings)
        SELECT workshop_id, in_reminder, count(*) FROM chedang.finding WHERE handle = ANY (moved) GROUP BY workshop_id;
    END IF;
    RETURN cardinality(moved);
END $$;

-- With other rules all vehicles are to be examined.
CREATE FUNCTION examine_by(in_rules text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    UPDATE chedang.examination_rules SET rules = in_rules WHERE rules <> in_rules;
    IF FOUND THEN
        INSERT INTO chedang.examination (vehicle_key) SELECT key FROM chedang.vehicle;
    END IF;
    RETURN FOUND;
END $$;

-- What owners were told of is with the authority already.
INSERT INTO finding (vehicle_key, repair_id, code, revision, version, for_owners, workshop_id, state, opened_at, told_at, owner_told_at)
SELECT repair.vehicle_key, repair.id, code, repair.revision, vehicle.version, true, repair.workshop_id, 'escalated',
       repair.accepted_at, repair.accepted_at, finding_told.told_at
  FROM finding_told
  JOIN repair ON repair.vehicle_key = finding_told.vehicle_key AND repair.id = finding_told.repair_id
             AND repair.revision = finding_told.revision
  JOIN vehicle ON vehicle.key = repair.vehicle_key
 CROSS JOIN unnest(string_to_array(repair.findings, ',')) AS code
 WHERE code = ANY ('{V2,V4,P1,D3,L1,C2,N1}');
INSERT INTO finding_step (handle, number, act, by, taken_at)
SELECT handle, number, act, by, at
  FROM finding,
       LATERAL (VALUES (1, 'found', 'examiner', opened_at), (2, 'told', 'answer', told_at),
                       (3, 'escalated', 'clock', owner_told_at)) AS step(number, act, by, at);
DROP FUNCTION finding_tell(text[], date);
DROP INDEX repair_with_findings;
DROP TABLE finding_told;

GRANT SELECT, INSERT, UPDATE, DELETE ON examination TO chedang_serve;
GRANT SELECT, UPDATE ON examination_rules TO chedang_serve;
GRANT SELECT, INSERT, UPDATE ON finding TO chedang_serve;
GRANT SELECT, INSERT ON finding_step TO chedang_serve;
GRANT SELECT, INSERT, UPDATE, DELETE ON finding_reminder TO chedang_serve;
GRANT SELECT ON finding_shown TO chedang_serve;
GRANT EXECUTE ON FUNCTION finding_is_shown(text, boolean), finding_note(text[], text, text, bigint, bytea),
    finding_settle(bytea[], bigint[], int[], bigint[], text[], bigint[], int[], text[]), finding_may(finding, text, bigint),
    finding_act(text[], text, bigint, text, text[], text, date, bytea),
    finding_take(text, text, bigint, text, text[], text, date, bytea, int),
    finding_answered(bigint, bytea, text[], date, text[]), finding_opened(bigint, date, int),
    finding_clock(text, text[], text, date, date, int), examine_by(text) TO chedang_serve;
COMMIT;
