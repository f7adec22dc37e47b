-- Deploy chedang:change_by_statement to pg
BEGIN;
SET LOCAL search_path = chedang;

-- The versions of the vehicles whose rows a statement has touched, of any table with a vehicle_key, move by one step each,
-- and `change` says so. In the order of the keys, which all who touch several keep to; and always by the index: a plan
-- that was made while the table was small would be kept.
CREATE FUNCTION vehicles_changed() RETURNS trigger LANGUAGE plpgsql
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

-- Likewise where rows are other than they were, and maybe another vehicle's.
CREATE FUNCTION vehicles_changed_from() RETURNS trigger LANGUAGE plpgsql
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
    WITH moved AS (
        UPDATE chedang.vehicle SET version = version + 1
          FROM (SELECT vehicle_key FROM was UNION SELECT vehicle_key FROM changed ORDER BY vehicle_key) AS touched
         WHERE vehicle.key = touched.vehicle_key
        RETURNING vehicle.key, vehicle.version
    )
    INSERT INTO chedang.change (key, version) SELECT key, version FROM moved;
    RETURN NULL;
END $$;

DROP TRIGGER repair_changed ON repair;
DROP FUNCTION repair_changed;
CREATE TRIGGER repair_changed AFTER INSERT ON repair
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION vehicles_changed();
CREATE TRIGGER repair_corrected AFTER UPDATE ON repair
    REFERENCING OLD TABLE AS was NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION vehicles_changed_from();
CREATE TRIGGER repair_removed AFTER DELETE ON repair
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION vehicles_changed();

DROP TRIGGER registry_changed ON registry;
DROP FUNCTION registry_changed;
CREATE TRIGGER registry_changed AFTER INSERT ON registry
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION vehicles_changed();
CREATE TRIGGER registry_corrected AFTER UPDATE ON registry
    REFERENCING OLD TABLE AS was NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION vehicles_changed_from();
COMMIT;
