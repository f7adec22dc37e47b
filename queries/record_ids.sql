-- The vehicle behind a handle ($1), if this account ($2) holds it now, and the ids of the records that its page shows.
SELECT vehicle.key, vehicle.vin, repair.id
  FROM ownership_now AS ownership
  JOIN vehicle ON vehicle.key = ownership.vehicle_key
  LEFT JOIN repair ON repair.vehicle_key = ownership.vehicle_key
 WHERE ownership.handle = $1 AND ownership.account_id = $2::bigint
 ORDER BY coalesce(repair.settled_on, repair.brought_on) DESC NULLS LAST, repair.id DESC
 LIMIT 1000
