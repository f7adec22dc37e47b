-- The whole history of one vehicle with its sealed details, newest first. One row of nulls where there is no record.
SELECT pg_snapshot_xmin(pg_current_snapshot())::text, vehicle.version, registry.vehicle_key IS NOT NULL,
       registry.first_registered, registry.region, region.collected_since, count(repair.id) OVER (),
       repair.id, repair.brought_on, repair.settled_on, repair.odometer_km, repair.works, repair.parts, repair.signals,
       repair.disputed, workshop.id, workshop.class, workshop.region, vehicle.missing_disputed, vehicle.shown_version,
       registry.held_since, repair.revision, workshop.code, workshop.name,
       (SELECT codes FROM finding_shown AS shown WHERE shown.vehicle_key = repair.vehicle_key AND shown.repair_id = repair.id), repair.detail
  FROM (SELECT $1::bytea AS key) AS wanted
  LEFT JOIN vehicle ON vehicle.key = wanted.key
  LEFT JOIN registry ON registry.vehicle_key = wanted.key
  LEFT JOIN region ON region.code = left(registry.region, 2) || '0000'
  LEFT JOIN repair ON repair.vehicle_key = wanted.key
  LEFT JOIN workshop ON workshop.id = repair.workshop_id
 ORDER BY coalesce(repair.settled_on, repair.brought_on) DESC NULLS LAST, repair.id DESC
 LIMIT 1000
