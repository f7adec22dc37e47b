-- Deploy chedang:vehicle to pg
BEGIN;
SET LOCAL search_path = chedang;

-- One VIN, one file. The key is a keyed hash of the VIN, so that neither an index nor a dump lists VINs.
CREATE TABLE vehicle (
    key        bytea PRIMARY KEY CHECK (length(key) = 16),
    vin        bytea NOT NULL,           -- sealed
    version    bigint NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now()
);

-- "This vehicle's history is now at version v": what every process polls to know which cached values are too old.
CREATE TABLE change (
    xid     xid8 NOT NULL DEFAULT pg_current_xact_id(),
    key     bytea NOT NULL,
    version bigint NOT NULL
);
CREATE INDEX change_xid ON change (xid);

-- The only way a version moves, so that no writer can forget the change row.
CREATE FUNCTION vehicle_touch(touched bytea) RETURNS void LANGUAGE sql AS $$
    WITH moved AS (
        UPDATE chedang.vehicle SET version = version + 1 WHERE key = touched RETURNING version
    )
    INSERT INTO chedang.change (key, version) SELECT touched, version FROM moved
$$;

GRANT SELECT, INSERT, UPDATE ON vehicle TO chedang_serve;
GRANT SELECT, INSERT, DELETE ON change TO chedang_serve;
GRANT EXECUTE ON FUNCTION vehicle_touch TO chedang_serve;
COMMIT;
