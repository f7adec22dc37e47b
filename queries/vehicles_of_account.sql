-- The vehicles of an account: those that it holds now first, the latest claim first, and those that it reads by consent, with
-- until when; then those that it held, and why that has ended.
SELECT ever.handle, vehicle.key, vehicle.vin, ever.claimed_at::date, ever.ended, NULL::bigint, ever.claimed_at AS since
  FROM ownership_ever AS ever
  JOIN vehicle ON vehicle.key = ever.vehicle_key
 WHERE ever.account_id = $1::bigint
UNION ALL
SELECT access.handle, vehicle.key, vehicle.vin, access.since::date, NULL, (extract(epoch FROM access.until) * 1000000)::bigint,
       access.since
  FROM access
  JOIN vehicle ON vehicle.key = access.vehicle_key
 WHERE access.account_id = $1::bigint AND access.audience = 'consent'
 ORDER BY ended NULLS FIRST, since DESC
 LIMIT 200
