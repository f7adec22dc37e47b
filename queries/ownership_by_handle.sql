-- The vehicle behind a handle, if this account holds it now; since when, as far as is known, and whether that was claimed
-- just now.
SELECT vehicle.key, vehicle.vin, coalesce(ownership.held_since, ownership.claimed_at::date),
       ownership.claimed_at > now() - interval '2 minutes'
  FROM ownership_now AS ownership
  JOIN vehicle ON vehicle.key = ownership.vehicle_key
 WHERE ownership.handle = $1 AND ownership.account_id = $2::bigint
