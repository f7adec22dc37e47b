-- Deploy chedang:repair_kind to pg
BEGIN;
SET LOCAL search_path = chedang;

-- What rules about the vehicle's other records need (history/rules.h). Nobody is shown them: they are in no query of a view.
ALTER TABLE repair
    ADD COLUMN fuel text CHECK (fuel ~ '^[A-Z]$'),
    ADD COLUMN use int CHECK (use IN (1, 2)),                                   -- 1 for hire, 2 private
    ADD COLUMN brought_minute int CHECK (brought_minute BETWEEN 1 AND 1439);    -- of brought_on
ALTER TABLE repair_revision
    ADD COLUMN fuel text,
    ADD COLUMN use int,
    ADD COLUMN brought_minute int;

-- Whether another vehicle had a plate on a day.
CREATE INDEX repair_plate_day ON repair (plate_index, brought_on) WHERE plate_index IS NOT NULL;
DROP INDEX repair_plate;

-- As before, with those columns. A correction by a program that has no field for them keeps what was there; programs of before
-- call it without.
DROP FUNCTION accept_repair(bytea, bytea, bigint, bytea, bytea, date, date, int, text, text, text, text, bytea, bytea, text, bytea);
-- Vehicles are locked first, in the order of their keys, and nothing else is: a settlement is only changed by who holds
-- its vehicle. So many settlements of one vehicle can share a transaction, in any order, beside another one that does
-- the same. Two that store one new settlement for two vehicles meet at its row; an import by COPY meets us there too.
-- Who comes second has to begin again: the caller sends it once more, and then it is known.
--
-- Stores one settlement and says what became of it: 'new', 'unchanged', 'corrected', or 'moved' (corrected, and on
-- another vehicle than before). The caller's transaction makes record, version and change one.
CREATE FUNCTION accept_repair(
    in_vehicle_key bytea, in_vin bytea, in_workshop_id bigint, in_number_index bytea, in_content bytea,
    in_brought_on date, in_settled_on date, in_odometer_km int,
    in_works text, in_parts text, in_signals text, in_findings text,
    in_plate_index bytea, in_detail bytea, in_family text, in_body bytea,
    in_fuel text DEFAULT NULL, in_use int DEFAULT NULL, in_brought_minute int DEFAULT NULL
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
        INSERT INTO chedang.repair_revision (vehicle_key, id, workshop_id, revision, brought_on, settled_on, odometer_km, works,
                                             parts, signals, findings, disputed, plate_index, detail, accepted_at, fuel, use,
                                             brought_minute)
        SELECT old.vehicle_key, old.id, old.workshop_id, old.revision, old.brought_on, old.settled_on, old.odometer_km,
               old.works, old.parts, old.signals, old.findings, old.disputed, old.plate_index, old.detail, old.accepted_at,
               old.fuel, old.use, old.brought_minute;
        next_revision := old.revision + 1;
        fate := CASE WHEN known.vehicle_key = in_vehicle_key THEN 'corrected' ELSE 'moved' END;
    END IF;

    IF fate = 'corrected' THEN
        new_id := known.repair_id;
        UPDATE chedang.repair
           SET revision = next_revision, brought_on = in_brought_on, settled_on = in_settled_on,
               odometer_km = in_odometer_km, works = in_works, parts = in_parts, signals = in_signals,
               findings = in_findings, plate_index = in_plate_index, detail = in_detail, accepted_at = now(),
               fuel = coalesce(in_fuel, old.fuel), use = coalesce(in_use, old.use),
               brought_minute = CASE WHEN in_brought_on = old.brought_on
                                     THEN coalesce(in_brought_minute, old.brought_minute) ELSE in_brought_minute END
         WHERE vehicle_key = in_vehicle_key AND id = new_id;
    ELSE
        IF fate = 'moved' THEN
            DELETE FROM chedang.repair WHERE vehicle_key = known.vehicle_key AND id = known.repair_id;
        END IF;
        INSERT INTO chedang.repair (vehicle_key, workshop_id, revision, brought_on, settled_on, odometer_km, works,
                                    parts, signals, findings, plate_index, detail, fuel, use, brought_minute)
        VALUES (in_vehicle_key, in_workshop_id, next_revision, in_brought_on, in_settled_on, in_odometer_km, in_works,
                in_parts, in_signals, in_findings, in_plate_index, in_detail, coalesce(in_fuel, old.fuel),
                coalesce(in_use, old.use), CASE WHEN in_brought_on = old.brought_on
                                                THEN coalesce(in_brought_minute, old.brought_minute) ELSE in_brought_minute END)
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
