-- The record that it is compared with, of whatever workshop: nothing sealed. The columns of history_summaries.
SELECT '0', vehicle.version, true, NULL::date, NULL, NULL::date, 1,
       repair.id, repair.brought_on, repair.settled_on, repair.odometer_km, '', '', '',
       false, repair.workshop_id, 0, NULL, 0, vehicle.shown_version, 1
  FROM finding
  JOIN vehicle ON vehicle.key = finding.vehicle_key
  JOIN repair ON repair.vehicle_key = finding.vehicle_key AND repair.id = finding.other_id
 WHERE finding.handle = $1 AND finding_may(finding, $2, $3::bigint)
