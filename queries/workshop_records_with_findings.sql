-- What a workshop ($1) sent in the last thirty days and was found odd, the newest first, in the columns of history_full; then
-- the sealed VIN and the vehicle's key.
SELECT '0', vehicle.version, true, NULL::date, NULL, NULL::date, 1,
       repair.id, repair.brought_on, repair.settled_on, repair.odometer_km, repair.works, repair.parts, repair.signals,
       repair.disputed, workshop.id, workshop.class, workshop.region, vehicle.missing_disputed, vehicle.shown_version,
       NULL::date, repair.revision, workshop.code, workshop.name, repair.findings, repair.detail,
       vehicle.vin, vehicle.key
  FROM repair
  JOIN vehicle ON vehicle.key = repair.vehicle_key
  JOIN workshop ON workshop.id = repair.workshop_id
 WHERE repair.workshop_id = $1::bigint AND repair.findings <> '' AND repair.accepted_at > now() - interval '30 days'
 ORDER BY repair.accepted_at DESC, repair.id DESC
 LIMIT 200
