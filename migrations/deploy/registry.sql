-- Deploy chedang:registry to pg
BEGIN;
SET LOCAL search_path = chedang;

-- Facts that are only ever checked: salted keyed hashes, one salt a row, so that equal facts do not look equal.
CREATE TABLE registry (
    vehicle_key      bytea PRIMARY KEY REFERENCES vehicle,
    salt             bytea NOT NULL CHECK (length(salt) = 16),
    plate            bytea NOT NULL,
    engine_no        bytea NOT NULL,
    registration_no  bytea NOT NULL,
    holder           bytea NOT NULL,
    holder_revision  int NOT NULL DEFAULT 1, -- an ownership holds for one revision
    held_since       date,
    first_registered date,
    region           char(6)
);

-- First registration and place are part of what is shown, so they move the version.
CREATE FUNCTION registry_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM chedang.vehicle_touch(NEW.vehicle_key);
    RETURN NULL;
END $$;
CREATE TRIGGER registry_changed AFTER INSERT OR UPDATE ON registry
    FOR EACH ROW EXECUTE FUNCTION registry_changed();

GRANT SELECT ON registry TO chedang_serve;
COMMIT;
