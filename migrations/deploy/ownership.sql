-- Deploy chedang:ownership to pg
BEGIN;
SET LOCAL search_path = chedang;

-- Holds while the registry still names the holder whom the claim was matched with: a new holder ends it at once.
CREATE TABLE ownership (
    handle          text PRIMARY KEY,        -- random; stands in URLs where a VIN must not
    account_id      bigint NOT NULL REFERENCES account,
    vehicle_key     bytea NOT NULL REFERENCES vehicle,
    holder_revision int NOT NULL,
    claimed_at      timestamptz NOT NULL DEFAULT now(),
    UNIQUE (account_id, vehicle_key, holder_revision)
);
CREATE INDEX ownership_vehicle ON ownership (vehicle_key);
GRANT SELECT, INSERT, DELETE ON ownership TO chedang_serve;
COMMIT;
