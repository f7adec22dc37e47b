-- The record that a dispute ($1) is about, as it is now, for somebody whom it concerns ($2, $3), in the columns of
-- history_full. No row when it is one that is missing, or is another vehicle's now.
SELECT '0', vehicle.version, true, registry.first_registered, registry.region, NULL::date, 1,
       repair.id, repair.brought_on, repair.settled_on, repair.odometer_km, repair.works, repair.parts, repair.signals,
       repair.disputed, workshop.id, workshop.class, workshop.region, vehicle.missing_disputed, vehicle.shown_version,
       registry.held_since, repair.revision, workshop.code, workshop.name,
       (SELECT codes FROM finding_shown AS shown WHERE shown.vehicle_key = repair.vehicle_key AND shown.repair_id = repair.id), repair.detail
  FROM dispute
  JOIN vehicle ON vehicle.key = dispute.vehicle_key
  JOIN repair ON repair.vehicle_key = dispute.vehicle_key AND repair.id = dispute.repair_id
             AND repair.workshop_id = dispute.workshop_id
  JOIN workshop ON workshop.id = repair.workshop_id
  LEFT JOIN registry ON registry.vehicle_key = dispute.vehicle_key
 WHERE dispute.handle = $1 AND dispute_may(dispute, $2, $3::bigint)
