-- Puts what the records of the vehicles $1 say about their workshops ($2, JSON) in the place of what they said before, where they are of
-- the day $3 or later or were; days that this changes have to be added up again.
WITH wanted AS (
    SELECT decode(hex, 'hex') AS key FROM unnest(string_to_array($1::text, ',')) AS hex
), was AS (
    SELECT vehicle_key, repair_id, workshop_id, day FROM workshop_record WHERE vehicle_key IN (SELECT key FROM wanted)
), gone AS (
    DELETE FROM workshop_record
     WHERE vehicle_key IN (SELECT key FROM wanted)
       AND NOT EXISTS (SELECT FROM repair WHERE repair.vehicle_key = workshop_record.vehicle_key AND repair.id = repair_id)
    RETURNING workshop_id, day
), put AS (
    INSERT INTO workshop_record AS held
    SELECT decode(vehicle, 'hex'), id, workshop, date '1970-01-01' + day, date '1970-01-01' + accepted_day, minute, km, plated, fault,
           works, parts, findings, differs, concordant, discordant
      FROM json_to_recordset($2::json) AS now (vehicle text, id bigint, workshop bigint, day int, accepted_day int, minute smallint,
           km int, plated boolean, fault bigint, works boolean, parts boolean, findings text, differs boolean, concordant smallint,
           discordant smallint)
     WHERE date '1970-01-01' + day >= $3::date
        OR EXISTS (SELECT FROM was WHERE was.vehicle_key = decode(vehicle, 'hex') AND was.repair_id = now.id)
    ON CONFLICT (vehicle_key, repair_id) DO UPDATE
       SET workshop_id = excluded.workshop_id, day = excluded.day, accepted_day = excluded.accepted_day,
           accepted_minute = excluded.accepted_minute, odometer_km = excluded.odometer_km, plated = excluded.plated,
           fault = excluded.fault, has_works = excluded.has_works, has_parts = excluded.has_parts, findings = excluded.findings,
           plate_differs = excluded.plate_differs, concordant = excluded.concordant, discordant = excluded.discordant
     WHERE held IS DISTINCT FROM excluded
    RETURNING vehicle_key, repair_id, workshop_id, day
), stale AS (
    INSERT INTO workshop_day (workshop_id, day)
    SELECT workshop_id, day FROM gone
     UNION SELECT workshop_id, day FROM put
     UNION SELECT was.workshop_id, was.day FROM was JOIN put USING (vehicle_key, repair_id)
    ON CONFLICT (workshop_id, day) DO UPDATE SET stale = true
    RETURNING 1
)
SELECT count(*) FROM stale
