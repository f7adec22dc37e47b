-- Deploy chedang:sandbox to pg
BEGIN;
SET LOCAL search_path = chedang;

-- Now and then refused and kept waiting, for those who want to see that their program bears it.
ALTER TABLE client
    ADD COLUMN unkind boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT client_unkind CHECK (sandbox OR NOT unkind);

-- The vehicles of `chedang sandbox load`, which do not exist. Whoever counts vehicles, records or workshops leaves out these
-- and what belongs to them.
CREATE TABLE sandbox_vehicle (
    vehicle_key bytea PRIMARY KEY REFERENCES vehicle
);

-- They are nobody's, whoever grants what.
CREATE FUNCTION ownership_of_sandbox() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM chedang.sandbox_vehicle WHERE vehicle_key = NEW.vehicle_key) THEN
        RAISE EXCEPTION 'a vehicle of the sandbox is nobody''s' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ownership_of_sandbox BEFORE INSERT OR UPDATE OF vehicle_key ON ownership
    FOR EACH ROW EXECUTE FUNCTION ownership_of_sandbox();

GRANT SELECT ON sandbox_vehicle TO chedang_serve;
COMMIT;
