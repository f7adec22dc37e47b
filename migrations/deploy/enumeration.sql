-- Deploy chedang:enumeration to pg
BEGIN;
SET LOCAL search_path = chedang;

ALTER TABLE contract ADD COLUMN bulk boolean NOT NULL DEFAULT false; -- going through numbers is expected
ALTER TABLE client ADD COLUMN slowed_until timestamptz;              -- it seemed to go through numbers

-- Vehicles that nobody has: numbers that were never given to a car. Only who goes through numbers asks about them.
CREATE TABLE honey (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    vehicle_key bytea NOT NULL UNIQUE CHECK (length(vehicle_key) = 16),
    added_at    timestamptz NOT NULL DEFAULT now()
);

GRANT SELECT (id, vehicle_key) ON honey TO chedang_serve;
GRANT UPDATE (slowed_until) ON client TO chedang_serve;
COMMIT;
