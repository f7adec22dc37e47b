-- Deploy chedang:workshop_order_photo to pg
BEGIN;
SET LOCAL search_path = chedang;

-- Photos of a car and of its papers that came with an order, made anew and sealed; for thirty days.
CREATE TABLE workshop_order_photo (
    workshop_id  bigint NOT NULL REFERENCES workshop,
    number_index bytea NOT NULL,
    name         text NOT NULL CHECK (name IN ('carPhoto', 'drivingPermitPhoto')),
    body         bytea NOT NULL,
    taken_at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workshop_id, number_index, name)
);
CREATE INDEX workshop_order_photo_taken ON workshop_order_photo (taken_at);

-- For a program that asks which of its records were found odd.
CREATE INDEX repair_of_workshop_with_findings ON repair (workshop_id, accepted_at) WHERE findings <> '';

GRANT SELECT, INSERT, UPDATE, DELETE ON workshop_order_photo TO chedang_serve;
COMMIT;
