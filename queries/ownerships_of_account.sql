-- Which vehicles an account claimed, the latest first, and whether it holds them now.
SELECT ownership.handle, vehicle.key, vehicle.vin, (extract(epoch FROM ownership.claimed_at) * 1000000)::bigint,
       registry.vehicle_key IS NOT NULL
  FROM ownership
  JOIN vehicle ON vehicle.key = ownership.vehicle_key
  LEFT JOIN registry ON registry.vehicle_key = ownership.vehicle_key
                    AND registry.holder_revision = ownership.holder_revision
 WHERE ownership.account_id = $1::bigint
 ORDER BY ownership.claimed_at DESC
 LIMIT $2::int
