-- Revert chedang:change_by_statement from pg
BEGIN;
SET LOCAL search_path = chedang;
DROP TRIGGER repair_changed ON repair;
DROP TRIGGER repair_corrected ON repair;
DROP TRIGGER repair_removed ON repair;
DROP TRIGGER registry_changed ON registry;
DROP TRIGGER registry_corrected ON registry;
DROP FUNCTION vehicles_changed, vehicles_changed_from;

CREATE FUNCTION repair_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM chedang.vehicle_touch(OLD.vehicle_key);
        RETURN NULL;
    END IF;
    PERFORM chedang.vehicle_touch(NEW.vehicle_key);
    RETURN NULL;
END $$;
CREATE TRIGGER repair_changed AFTER INSERT OR UPDATE OR DELETE ON repair
    FOR EACH ROW EXECUTE FUNCTION repair_changed();

CREATE FUNCTION registry_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM chedang.vehicle_touch(NEW.vehicle_key);
    RETURN NULL;
END $$;
CREATE TRIGGER registry_changed AFTER INSERT OR UPDATE ON registry
    FOR EACH ROW EXECUTE FUNCTION registry_changed();
COMMIT;
