-- Deploy chedang:feed to pg
BEGIN;
SET LOCAL search_path = chedang;

-- What a change was, for those who are told of it; null: nothing that platforms are shown has changed. Whoever adds to the columns
-- that history_summaries.sql reads adds to what is compared here.
CREATE TYPE change_kind AS ENUM ('CREATED', 'CORRECTED', 'DISPUTED', 'RESTORED', 'WITHDRAWN');
ALTER TABLE change ADD COLUMN kind change_kind;
-- The version at which what platforms are shown has last changed. Entity tags follow it; caches follow `version`.
ALTER TABLE vehicle ADD COLUMN shown_version bigint NOT NULL DEFAULT 0;
UPDATE vehicle SET shown_version = version;

CREATE OR REPLACE FUNCTION vehicles_changed() RETURNS trigger LANGUAGE plpgsql
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    was_made CONSTANT chedang.change_kind := TG_ARGV[0];
    missed   bytea[];
    d        chedang.dispute;
BEGIN
    WITH moved AS (
        UPDATE chedang.vehicle SET version = version + 1, shown_version = version + 1
          FROM (SELECT DISTINCT vehicle_key FROM changed ORDER BY vehicle_key) AS touched
         WHERE vehicle.key = touched.vehicle_key
        RETURNING vehicle.key, vehicle.version, vehicle.missing_disputed
    ), noted AS (
        INSERT INTO chedang.change (key, version, kind) SELECT key, version, was_made FROM moved
    )
    SELECT array_agg(key) FILTER (WHERE missing_disputed > 0) INTO missed FROM moved;
    IF missed IS NULL OR was_made <> 'CREATED' THEN
        RETURN NULL;
    END IF;
    -- A record that was missing, from the workshop that was asked for it.
    FOR d IN SELECT * FROM chedang.dispute AS missing
              WHERE missing.vehicle_key = ANY (missed) AND repair_id IS NULL AND state NOT IN ('open', 'corrected', 'closed')
                AND EXISTS (SELECT FROM changed WHERE changed.vehicle_key = missing.vehicle_key
                                                  AND changed.workshop_id = missing.workshop_id)
              ORDER BY vehicle_key, id LOOP
        PERFORM chedang.dispute_correct(d, 'corrected');
        PERFORM chedang.dispute_show(d);
    END LOOP;
    RETURN NULL;
END $$;
DROP TRIGGER dispute_of_missing ON repair;
DROP FUNCTION dispute_of_missing;
DROP TRIGGER repair_changed ON repair;
DROP TRIGGER repair_removed ON repair;
DROP TRIGGER repair_corrected ON repair;
CREATE TRIGGER repair_changed AFTER INSERT ON repair
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION vehicles_changed('CREATED');
CREATE TRIGGER repair_removed AFTER DELETE ON repair
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION vehicles_changed('WITHDRAWN');
DROP TRIGGER registry_changed ON registry;
CREATE TRIGGER registry_changed AFTER INSERT ON registry
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION vehicles_changed('CORRECTED');

-- Records never change their vehicle (they are removed there and made here). A revision of what nobody is shown is no correction
-- for platforms.
CREATE FUNCTION repairs_corrected() RETURNS trigger LANGUAGE plpgsql
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
    WITH touched AS (
        SELECT changed.vehicle_key AS key,
               CASE WHEN bool_or((changed.workshop_id, changed.brought_on, changed.settled_on, changed.odometer_km, changed.works,
                                  changed.parts, changed.signals)
                   IS DISTINCT FROM (was.workshop_id, was.brought_on, was.settled_on, was.odometer_km, was.works,
                                     was.parts, was.signals)) THEN 'CORRECTED'
                    WHEN bool_or(changed.disputed AND NOT was.disputed) THEN 'DISPUTED'
                    WHEN bool_or(was.disputed AND NOT changed.disputed) THEN 'RESTORED' END::chedang.change_kind AS kind
          FROM changed JOIN was ON was.vehicle_key = changed.vehicle_key AND was.id = changed.id
         GROUP BY changed.vehicle_key ORDER BY changed.vehicle_key
    ), moved AS (
        UPDATE chedang.vehicle
           SET version = version + 1, shown_version = CASE WHEN touched.kind IS NULL THEN shown_version ELSE version + 1 END
          FROM touched WHERE vehicle.key = touched.key
        RETURNING vehicle.key, vehicle.version, touched.kind
    )
    INSERT INTO chedang.change (key, version, kind) SELECT key, version, kind FROM moved;
    RETURN NULL;
END $$;
CREATE TRIGGER repair_corrected AFTER UPDATE ON repair
    REFERENCING OLD TABLE AS was NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION repairs_corrected();

-- Likewise of the register: who holds a vehicle, its plate and its end are nothing that platforms are told.
CREATE FUNCTION registry_corrected() RETURNS trigger LANGUAGE plpgsql
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
    WITH touched AS (
        SELECT changed.vehicle_key AS key,
               CASE WHEN (changed.first_registered, changed.region) IS DISTINCT FROM (was.first_registered, was.region)
                    THEN 'CORRECTED' END::chedang.change_kind AS kind
          FROM changed JOIN was ON was.vehicle_key = changed.vehicle_key
         ORDER BY changed.vehicle_key
    ), moved AS (
        UPDATE chedang.vehicle
           SET version = version + 1, shown_version = CASE WHEN touched.kind IS NULL THEN shown_version ELSE version + 1 END
          FROM touched WHERE vehicle.key = touched.key
        RETURNING vehicle.key, vehicle.version, touched.kind
    )
    INSERT INTO chedang.change (key, version, kind) SELECT key, version, kind FROM moved;
    RETURN NULL;
END $$;
DROP TRIGGER registry_corrected ON registry;
CREATE TRIGGER registry_corrected AFTER UPDATE ON registry
    REFERENCING OLD TABLE AS was NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION registry_corrected();
CREATE FUNCTION repair_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A record does not change its vehicle: it is removed there and made here.';
END $$;
CREATE TRIGGER repair_stays BEFORE UPDATE OF vehicle_key ON repair FOR EACH STATEMENT EXECUTE FUNCTION repair_stays();

-- A record that is said to be missing contests the vehicle.
CREATE OR REPLACE FUNCTION dispute_show(d dispute) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    contested CONSTANT boolean := chedang.dispute_contests(d.state);
BEGIN
    IF d.repair_id IS NOT NULL THEN
        UPDATE chedang.repair SET disputed = contested
         WHERE vehicle_key = d.vehicle_key AND id = d.repair_id AND disputed <> contested;
        RETURN;
    END IF;
    UPDATE chedang.vehicle SET missing_disputed = found.count
      FROM (SELECT count(*) FROM chedang.dispute
             WHERE vehicle_key = d.vehicle_key AND repair_id IS NULL AND chedang.dispute_contests(state)) AS found
     WHERE key = d.vehicle_key AND missing_disputed <> found.count;
    IF FOUND THEN
        WITH moved AS (
            UPDATE chedang.vehicle SET version = version + 1, shown_version = version + 1 WHERE key = d.vehicle_key RETURNING version
        )
        INSERT INTO chedang.change (key, version, kind)
        SELECT d.vehicle_key, version, CASE WHEN contested THEN 'DISPUTED' ELSE 'RESTORED' END::chedang.change_kind FROM moved;
    END IF;
END $$;
DROP FUNCTION vehicle_touch(bytea);

-- Which vehicles a client is told of: what it has looked up, as long as the handle is good, and what it watches.
CREATE TABLE watch (
    client_id    bigint NOT NULL REFERENCES client,
    vehicle_key  bytea NOT NULL,             -- maybe of a vehicle that has no record yet
    epoch        int NOT NULL,               -- of the handle that the client has last been given
    until        timestamptz NOT NULL,
    told_version bigint NOT NULL,            -- what it has seen or was told
    recorded     boolean NOT NULL,           -- whether there was anything to see
    fresh        boolean NOT NULL DEFAULT true, -- not yet compared with what came meanwhile
    PRIMARY KEY (client_id, vehicle_key)
);
CREATE INDEX watch_vehicle ON watch (vehicle_key);
CREATE INDEX watch_fresh ON watch (client_id) WHERE fresh;
CREATE INDEX watch_until ON watch (until);

-- What each client is told, numbered without a gap.
CREATE TABLE feed (
    client_id   bigint NOT NULL,
    seq         bigint NOT NULL,
    vehicle_key bytea NOT NULL,
    kind        change_kind NOT NULL,
    version     bigint NOT NULL,             -- that the entity tag is of
    epoch       int NOT NULL,
    noted_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (client_id, seq)
);
CREATE INDEX feed_noted_at ON feed (noted_at);
CREATE TABLE feed_head (
    client_id bigint PRIMARY KEY REFERENCES client,
    last      bigint NOT NULL,
    forgotten bigint NOT NULL DEFAULT 0      -- all up to this one are kept no more
);
-- Changes from this transaction on have not all been passed on.
CREATE TABLE feed_position (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    low  xid8 NOT NULL
);
INSERT INTO feed_position (low) SELECT pg_snapshot_xmin(pg_current_snapshot());

-- Who may be told anything: whoever may look, that is.
CREATE VIEW client_told AS
    SELECT id, public_id FROM client
     WHERE revoked_at IS NULL
       AND EXISTS (SELECT FROM contract WHERE client_id = client.id AND valid_from <= now() AND valid_until > now());

CREATE FUNCTION handle_epoch(looked_at timestamptz) RETURNS int LANGUAGE sql IMMUTABLE AS $$
    SELECT floor(extract(epoch FROM looked_at) / 86400 / 90)::int -- HANDLE_DAYS
$$;
CREATE FUNCTION handle_until(epoch int) RETURNS timestamptz LANGUAGE sql IMMUTABLE AS $$
    SELECT to_timestamp((epoch + 2) * 90 * 86400::float8)
$$;

-- Whoever looks is told of what changes. What is known already is only read: most looks are of that kind.
CREATE FUNCTION trail_watched() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO chedang.watch AS held (client_id, vehicle_key, epoch, until, told_version, recorded)
    SELECT DISTINCT ON (added.client_id, added.vehicle_key)
           added.client_id, added.vehicle_key, chedang.handle_epoch(added.looked_at),
           chedang.handle_until(chedang.handle_epoch(added.looked_at)), added.version, added.outcome = 'shown'
      FROM added
      LEFT JOIN chedang.watch AS known ON known.client_id = added.client_id AND known.vehicle_key = added.vehicle_key
     WHERE added.client_id IS NOT NULL
       AND EXISTS (SELECT FROM chedang.client WHERE id = added.client_id AND revoked_at IS NULL)
       AND (known.client_id IS NULL OR known.epoch < chedang.handle_epoch(added.looked_at))
     ORDER BY added.client_id, added.vehicle_key, added.looked_at DESC
    ON CONFLICT (client_id, vehicle_key) DO UPDATE
       SET epoch = greatest(held.epoch, excluded.epoch), until = greatest(held.until, excluded.until);
    RETURN NULL;
END $$;
CREATE TRIGGER trail_watched AFTER INSERT ON trail
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION trail_watched();

-- Passes on what has changed since, once and in order, and says how much that was. To be called in a transaction of one snapshot
-- (repeatable read): what it does not show yet is found by the next call, since only transactions below its xmin are done with;
-- what is read twice was told already. A watch that is new is compared with its vehicle, which covers what came before it; so is one
-- whose client had no contract when something came, once it has one.
CREATE FUNCTION feed_advance() RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    passed int;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtext('chedang.feed')) THEN
        RETURN 0;
    END IF;
    WITH due AS (
        SELECT watch.client_id, watch.vehicle_key, watch.epoch, change.xid, change.version, change.kind
          FROM chedang.feed_position
          JOIN chedang.change ON change.xid >= feed_position.low
          JOIN chedang.watch ON watch.vehicle_key = change.key AND NOT watch.fresh
          JOIN chedang.client_told ON client_told.id = watch.client_id
         WHERE change.kind IS NOT NULL AND change.version > watch.told_version AND watch.until > now()
        UNION ALL
        SELECT watch.client_id, watch.vehicle_key, watch.epoch, '0'::xid8, vehicle.shown_version,
               CASE WHEN watch.recorded THEN 'CORRECTED' ELSE 'CREATED' END::chedang.change_kind
          FROM chedang.watch
          JOIN chedang.client_told ON client_told.id = watch.client_id
          JOIN chedang.vehicle ON vehicle.key = watch.vehicle_key
         WHERE watch.fresh AND vehicle.shown_version > watch.told_version AND watch.until > now()
    ), numbered AS (
        SELECT *, row_number() OVER (PARTITION BY client_id ORDER BY xid, vehicle_key, version) AS place FROM due
    ), heads AS (
        INSERT INTO chedang.feed_head AS head (client_id, last)
        SELECT client_id, count(*) FROM due GROUP BY client_id ORDER BY client_id
        ON CONFLICT (client_id) DO UPDATE SET last = head.last + excluded.last
        RETURNING client_id, last
    ), told AS (
        UPDATE chedang.watch SET told_version = newest.version, recorded = true
          FROM (SELECT client_id, vehicle_key, max(version) AS version FROM due GROUP BY client_id, vehicle_key) AS newest
         WHERE watch.client_id = newest.client_id AND watch.vehicle_key = newest.vehicle_key AND NOT watch.fresh
    ), aged AS (
        UPDATE chedang.watch SET fresh = false, told_version = greatest(told_version, coalesce(
                   (SELECT version FROM chedang.vehicle WHERE key = watch.vehicle_key), 0))
         WHERE fresh AND client_id IN (SELECT id FROM chedang.client_told)
    ), unheard AS (
        UPDATE chedang.watch SET fresh = true
          FROM chedang.feed_position
          JOIN chedang.change ON change.xid >= feed_position.low
         WHERE watch.vehicle_key = change.key AND NOT watch.fresh AND change.kind IS NOT NULL AND change.version > watch.told_version
           AND watch.client_id NOT IN (SELECT id FROM chedang.client_told)
    ), noted AS (
        INSERT INTO chedang.feed (client_id, seq, vehicle_key, kind, version, epoch)
        SELECT numbered.client_id, heads.last - counted.count + numbered.place, numbered.vehicle_key, numbered.kind,
               numbered.version, numbered.epoch
          FROM numbered
          JOIN heads ON heads.client_id = numbered.client_id
          JOIN (SELECT client_id, count(*) FROM due GROUP BY client_id) AS counted ON counted.client_id = numbered.client_id
        RETURNING 1
    )
    SELECT count(*) INTO passed FROM noted;
    UPDATE chedang.feed_position SET low = pg_snapshot_xmin(pg_current_snapshot())
     WHERE low <> pg_snapshot_xmin(pg_current_snapshot());
    RETURN passed;
END $$;

GRANT SELECT, INSERT, UPDATE, DELETE ON watch TO chedang_serve;
GRANT SELECT, INSERT, DELETE ON feed TO chedang_serve;
GRANT SELECT, INSERT, UPDATE ON feed_head TO chedang_serve;
GRANT SELECT, UPDATE ON feed_position TO chedang_serve;
GRANT SELECT ON client_told TO chedang_serve;
GRANT EXECUTE ON FUNCTION handle_epoch(timestamptz), handle_until(int), feed_advance() TO chedang_serve;
COMMIT;
