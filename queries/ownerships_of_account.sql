-- Which vehicles an account claimed, the latest first, and whether it holds them now.
SELECT ever.handle, vehicle.key, vehicle.vin, (extract(epoch FROM ever.claimed_at) * 1000000)::bigint, ever.ended IS NULL
  FROM ownership_ever AS ever
  JOIN vehicle ON vehicle.key = ever.vehicle_key
 WHERE ever.account_id = $1::bigint
 ORDER BY ever.claimed_at DESC
 LIMIT $2::int
