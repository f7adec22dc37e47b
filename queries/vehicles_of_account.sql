-- The vehicles that an account holds now, the latest claim first.
SELECT ownership.handle, vehicle.key, vehicle.vin, ownership.claimed_at::date
  FROM ownership
  JOIN registry ON registry.vehicle_key = ownership.vehicle_key
               AND registry.holder_revision = ownership.holder_revision
  JOIN vehicle ON vehicle.key = ownership.vehicle_key
 WHERE ownership.account_id = $1::bigint
 ORDER BY ownership.claimed_at DESC
 LIMIT 200
