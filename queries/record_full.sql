-- One record ($3) of a vehicle, for the account ($2) that holds it under this handle ($1), in the columns of history_full;
-- then that account's dispute about it which is not closed, and its rating.
SELECT '0', vehicle.version, true, registry.first_registered, registry.region, NULL::date, 1,
       repair.id, repair.brought_on, repair.settled_on, repair.odometer_km, repair.works, repair.parts, repair.signals,
       repair.disputed, workshop.id, workshop.class, workshop.region, vehicle.missing_disputed, vehicle.shown_version,
       registry.held_since, repair.revision, workshop.code, workshop.name,
       (SELECT codes FROM finding_shown AS shown WHERE shown.vehicle_key = repair.vehicle_key AND shown.repair_id = repair.id), repair.detail,
       dispute.handle, rating.punctuality, rating.attitude, rating.quality, rating.speed, rating.price
  FROM access
  JOIN registry ON registry.vehicle_key = access.vehicle_key
  JOIN vehicle ON vehicle.key = access.vehicle_key
  JOIN repair ON repair.vehicle_key = access.vehicle_key AND repair.id = $3::bigint
  JOIN workshop ON workshop.id = repair.workshop_id
  LEFT JOIN dispute ON dispute.vehicle_key = repair.vehicle_key AND dispute.repair_id = repair.id
                   AND dispute.state <> 'closed' AND dispute.ownership = access.handle
  LEFT JOIN rating ON rating.vehicle_key = repair.vehicle_key AND rating.repair_id = repair.id
                  AND rating.ownership = access.handle
 WHERE access.handle = $1 AND access.account_id = $2::bigint AND access.manages
