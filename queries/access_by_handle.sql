-- The vehicle behind a handle ($1), if this account ($2) may read it now; since when its owner holds it, as far as is known,
-- whether that was claimed just now, and as what the account reads it: audience, whether it manages it, until when, and the
-- number of the consent.
SELECT vehicle.key, vehicle.vin, coalesce(registry.held_since, access.since::date), access.since > now() - interval '2 minutes',
       access.audience, access.manages, (extract(epoch FROM access.until) * 1000000)::bigint, access.number
  FROM access
  JOIN registry ON registry.vehicle_key = access.vehicle_key
  JOIN vehicle ON vehicle.key = access.vehicle_key
 WHERE access.handle = $1 AND access.account_id = $2::bigint
