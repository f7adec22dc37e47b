-- The vehicle behind a handle, if this account holds it now; since when, as far as is known, and whether that was claimed
-- just now.
SELECT vehicle.key, vehicle.vin, coalesce(registry.held_since, ownership.claimed_at::date),
       ownership.claimed_at > now() - interval '2 minutes'
  FROM ownership
  JOIN registry ON registry.vehicle_key = ownership.vehicle_key
               AND registry.holder_revision = ownership.holder_revision
  JOIN vehicle ON vehicle.key = ownership.vehicle_key
 WHERE ownership.handle = $1 AND ownership.account_id = $2::bigint
