-- Revert chedang:feed from pg
BEGIN;
SET LOCAL search_path = chedang;
DROP TRIGGER trail_watched ON trail;
DROP FUNCTION trail_watched, feed_advance, handle_until, handle_epoch;
DROP VIEW client_told;
DROP TABLE feed_position, feed_head, feed, watch;

CREATE FUNCTION vehicle_touch(touched bytea) RETURNS void LANGUAGE sql AS $$
    WITH moved AS (
        UPDATE chedang.vehicle SET version = version + 1 WHERE key = touched RETURNING version
    )
    INSERT INTO chedang.change (key, version) SELECT touched, version FROM moved
$$;
GRANT EXECUTE ON FUNCTION vehicle_touch TO chedang_serve;
CREATE OR REPLACE FUNCTION dispute_show(d dispute) RETURNS void LANGUAGE plpgsql AS $$
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

DROP TRIGGER repair_stays ON repair;
DROP TRIGGER repair_corrected ON repair;
DROP FUNCTION repair_stays, repairs_corrected;
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
DROP TRIGGER registry_changed ON registry;
DROP TRIGGER registry_corrected ON registry;
DROP FUNCTION registry_corrected;
DROP TRIGGER repair_changed ON repair;
DROP TRIGGER repair_removed ON repair;
CREATE OR REPLACE FUNCTION vehicles_changed() RETURNS trigger LANGUAGE plpgsql
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
    WITH moved AS (
        UPDATE chedang.vehicle SET version = version + 1
          FROM (SELECT DISTINCT vehicle_key FROM changed ORDER BY vehicle_key) AS touched
         WHERE vehicle.key = touched.vehicle_key
        RETURNING vehicle.key, vehicle.version
    )
    INSERT INTO chedang.change (key, version) SELECT key, version FROM moved;
    RETURN NULL;
END $$;
CREATE TRIGGER repair_changed AFTER INSERT ON repair
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION vehicles_changed();
CREATE TRIGGER repair_corrected AFTER UPDATE ON repair
    REFERENCING OLD TABLE AS was NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION vehicles_changed_from();
CREATE TRIGGER repair_removed AFTER DELETE ON repair
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION vehicles_changed();
CREATE TRIGGER registry_changed AFTER INSERT ON registry
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION vehicles_changed();
CREATE TRIGGER registry_corrected AFTER UPDATE ON registry
    REFERENCING OLD TABLE AS was NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION vehicles_changed_from();
ALTER TABLE vehicle DROP COLUMN shown_version;
ALTER TABLE change DROP COLUMN kind;
DROP TYPE change_kind;
COMMIT;
