-- Who looked at a vehicle, but for its owners, since a day; newest first, and how many there are.
SELECT (extract(epoch FROM trail.looked_at) * 1000000)::bigint, client.name, trail.purpose, trail.reference,
       count(*) OVER ()
  FROM trail
  LEFT JOIN client ON client.id = trail.client_id
 WHERE trail.vehicle_key = $1::bytea AND trail.looked_at >= $2::date AND trail.audience <> 'owner'
 ORDER BY trail.looked_at DESC
 LIMIT 100
