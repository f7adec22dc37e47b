-- A vehicle that this account held under this handle and does not hold any more: why, and since when, where that is known.
SELECT vehicle.key, vehicle.vin, ever.ended, ever.ended_on
  FROM ownership_ever AS ever
  JOIN vehicle ON vehicle.key = ever.vehicle_key
 WHERE ever.handle = $1 AND ever.account_id = $2::bigint AND ever.ended IS NOT NULL
