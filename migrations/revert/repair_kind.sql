-- Revert chedang:repair_kind from pg
BEGIN;
SET LOCAL search_path = chedang;
DROP FUNCTION accept_repair;
CREATE INDEX repair_plate ON repair (plate_index) WHERE plate_index IS NOT NULL;
DROP INDEX repair_plate_day;
ALTER TABLE repair DROP COLUMN fuel, DROP COLUMN use, DROP COLUMN brought_minute;
ALTER TABLE repair_revision DROP COLUMN fuel, DROP COLUMN use, DROP COLUMN brought_minute;
CREATE FUNCTION accept_repair(
    in_vehicle_key bytea, in_vin bytea, in_workshop_id bigint, in_number_index bytea, in_content bytea,
    in_brought_on date, in_settled_on date, in_odometer_km int,
    in_works text, in_parts text, in_signals text, in_findings text,
    in_plate_index bytea, in_detail bytea, in_family text, in_body bytea
) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    known chedang.settlement;
    old   chedang.repair;
    held  bytea[];
    fate  text := 'new';
    next_revision int := 1;
    new_id bigint;
BEGIN
    SELECT * INTO known FROM chedang.settlement
     WHERE workshop_id = in_workshop_id AND number_index = in_number_index;
    IF known.content = in_content THEN
        RETURN 'unchanged';
    END IF;

    INSERT INTO chedang.vehicle (key, vin) VALUES (in_vehicle_key, in_vin) ON CONFLICT (key) DO NOTHING;
    held := ARRAY[in_vehicle_key, coalesce(known.vehicle_key, in_vehicle_key)];
    PERFORM FROM chedang.vehicle WHERE key = ANY (held) ORDER BY key FOR NO KEY UPDATE;
    -- Somebody else may have stored it before we held it.
    SELECT * INTO known FROM chedang.settlement
     WHERE workshop_id = in_workshop_id AND number_index = in_number_index;
    IF known.content = in_content THEN
        RETURN 'unchanged';
    ELSIF known.vehicle_key <> ALL (held) THEN
        RAISE EXCEPTION 'moved meanwhile' USING ERRCODE = 'serialization_failure';
    END IF;

    IF known.repair_id IS NOT NULL THEN
        SELECT * INTO STRICT old FROM chedang.repair
         WHERE vehicle_key = known.vehicle_key AND id = known.repair_id;
        INSERT INTO chedang.repair_revision SELECT old.*;
        next_revision := old.revision + 1;
        fate := CASE WHEN known.vehicle_key = in_vehicle_key THEN 'corrected' ELSE 'moved' END;
    END IF;

    IF fate = 'corrected' THEN
        new_id := known.repair_id;
        UPDATE chedang.repair
           SET revision = next_revision, brought_on = in_brought_on, settled_on = in_settled_on,
               odometer_km = in_odometer_km, works = in_works, parts = in_parts, signals = in_signals,
               findings = in_findings, plate_index = in_plate_index, detail = in_detail, accepted_at = now()
         WHERE vehicle_key = in_vehicle_key AND id = new_id;
    ELSE
        IF fate = 'moved' THEN
            DELETE FROM chedang.repair WHERE vehicle_key = known.vehicle_key AND id = known.repair_id;
        END IF;
        INSERT INTO chedang.repair (vehicle_key, workshop_id, revision, brought_on, settled_on, odometer_km, works,
                                    parts, signals, findings, plate_index, detail)
        VALUES (in_vehicle_key, in_workshop_id, next_revision, in_brought_on, in_settled_on, in_odometer_km, in_works,
                in_parts, in_signals, in_findings, in_plate_index, in_detail)
        RETURNING id INTO new_id;
    END IF;

    IF known.repair_id IS NOT NULL THEN
        UPDATE chedang.settlement SET content = in_content, vehicle_key = in_vehicle_key, repair_id = new_id
         WHERE workshop_id = in_workshop_id AND number_index = in_number_index;
    ELSE
        INSERT INTO chedang.settlement (workshop_id, number_index, content, vehicle_key, repair_id)
        VALUES (in_workshop_id, in_number_index, in_content, in_vehicle_key, new_id)
        ON CONFLICT (workshop_id, number_index) DO NOTHING;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'stored meanwhile' USING ERRCODE = 'serialization_failure';
        END IF;
    END IF;
    IF in_body IS NOT NULL THEN
        INSERT INTO chedang.message (workshop_id, family, content, body) VALUES (in_workshop_id, in_family, in_content, in_body);
    END IF;
    RETURN fate;
END $$;
GRANT EXECUTE ON FUNCTION accept_repair TO chedang_serve;
COMMIT;
