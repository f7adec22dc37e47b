-- Deploy chedang:quarantine_attribution to pg
BEGIN;
SET LOCAL search_path = chedang;

-- Which record became of a message that was kept apart since its VIN was wrong: by whom and when stands here for good.
CREATE TABLE quarantine_attribution (
    quarantine_id bigint PRIMARY KEY REFERENCES quarantine,
    workshop_id   bigint NOT NULL REFERENCES workshop,
    number_index  bytea NOT NULL,             -- the settlement's, which says where its record is now
    attributed_at timestamptz NOT NULL DEFAULT now()
);

-- Stores the message's record with the VIN that it should have had, as accept_repair() does, and says what became of it; or
-- 'not yours' for what another workshop sent or nobody did, and 'done' for what was attributed before.
CREATE FUNCTION quarantine_attribute(
    in_vehicle_key bytea, in_vin bytea, in_workshop_id bigint, in_number_index bytea, in_content bytea,
    in_brought_on date, in_settled_on date, in_odometer_km int,
    in_works text, in_parts text, in_signals text, in_findings text,
    in_plate_index bytea, in_detail bytea, in_family text, in_body bytea,
    in_fuel text, in_use int, in_brought_minute int, in_quarantine_id bigint
) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    fate text;
BEGIN
    IF NOT EXISTS (SELECT FROM chedang.quarantine WHERE id = in_quarantine_id AND workshop_id = in_workshop_id) THEN
        RETURN 'not yours';
    END IF;
    IF EXISTS (SELECT FROM chedang.quarantine_attribution WHERE quarantine_id = in_quarantine_id) THEN
        RETURN 'done';
    END IF;
    fate := chedang.accept_repair(in_vehicle_key, in_vin, in_workshop_id, in_number_index, in_content, in_brought_on,
                                  in_settled_on, in_odometer_km, in_works, in_parts, in_signals, in_findings,
                                  in_plate_index, in_detail, in_family, in_body, in_fuel, in_use, in_brought_minute);
    INSERT INTO chedang.quarantine_attribution (quarantine_id, workshop_id, number_index)
    VALUES (in_quarantine_id, in_workshop_id, in_number_index);
    RETURN fate;
EXCEPTION WHEN unique_violation THEN -- two at a time: what the second stored goes with it
    RETURN 'done';
END $$;

GRANT SELECT, INSERT ON quarantine_attribution TO chedang_serve;
GRANT EXECUTE ON FUNCTION quarantine_attribute TO chedang_serve;
COMMIT;
