-- The vehicles of an account: those that it holds now first, the latest claim first; then those that it held, and why that
-- has ended.
SELECT ever.handle, vehicle.key, vehicle.vin, ever.claimed_at::date, ever.ended
  FROM ownership_ever AS ever
  JOIN vehicle ON vehicle.key = ever.vehicle_key
 WHERE ever.account_id = $1::bigint
 ORDER BY ever.ended IS NOT NULL, ever.claimed_at DESC
 LIMIT 200
