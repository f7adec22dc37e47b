-- The vehicle behind a handle ($1), if this account ($2) holds it now, and the ids of the records that its page shows.
SELECT vehicle.key, vehicle.vin, repair.id
  FROM access
  JOIN vehicle ON vehicle.key = access.vehicle_key
  LEFT JOIN repair ON repair.vehicle_key = access.vehicle_key
 WHERE access.handle = $1 AND access.account_id = $2::bigint AND access.manages
 ORDER BY coalesce(repair.settled_on, repair.brought_on) DESC NULLS LAST, repair.id DESC
 LIMIT 1000
