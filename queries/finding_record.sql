-- The record that a finding ($1) is about, for somebody whom it concerns ($2, $3), in the columns of history_full. No row when it was
-- withdrawn.
SELECT '0', vehicle.version, true, registry.first_registered, registry.region, NULL::date, 1,
       repair.id, repair.brought_on, repair.settled_on, repair.odometer_km, repair.works, repair.parts, repair.signals,
       repair.disputed, workshop.id, workshop.class, workshop.region, vehicle.missing_disputed, vehicle.shown_version,
       registry.held_since, repair.revision, workshop.code, workshop.name, finding.code, repair.detail
  FROM finding
  JOIN vehicle ON vehicle.key = finding.vehicle_key
  JOIN repair ON repair.vehicle_key = finding.vehicle_key AND repair.id = finding.repair_id
  JOIN workshop ON workshop.id = repair.workshop_id
  LEFT JOIN registry ON registry.vehicle_key = finding.vehicle_key
 WHERE finding.handle = $1 AND finding_may(finding, $2, $3::bigint)
