-- What a workshop ($1) sent of a plate ($2, its index), of one day of settlement ($3; null: of all), the newest first, $4 of them
-- behind the first $5, in the columns of history_full; then the sealed VIN and the vehicle's key.
SELECT '0', vehicle.version, true, NULL::date, NULL, NULL::date, 1,
       repair.id, repair.brought_on, repair.settled_on, repair.odometer_km, repair.works, repair.parts, repair.signals,
       repair.disputed, workshop.id, workshop.class, workshop.region, vehicle.missing_disputed, vehicle.shown_version,
       NULL::date, repair.revision, workshop.code, workshop.name, repair.findings, repair.detail,
       vehicle.vin, vehicle.key
  FROM repair
  JOIN vehicle ON vehicle.key = repair.vehicle_key
  JOIN workshop ON workshop.id = repair.workshop_id
 WHERE repair.plate_index = $2::bytea AND repair.workshop_id = $1::bigint AND ($3::date IS NULL OR repair.settled_on = $3::date)
 ORDER BY coalesce(repair.settled_on, repair.brought_on) DESC NULLS LAST, repair.id DESC
 LIMIT $4::int OFFSET $5::int
