-- Which clients looked at an owner's vehicle ($1, $2), and for which purposes: what its looks can be told apart by.
SELECT DISTINCT trail.client_id, client.name, trail.purpose
  FROM access
  JOIN registry ON registry.vehicle_key = access.vehicle_key
  JOIN trail ON trail.vehicle_key = access.vehicle_key AND trail.audience <> 'owner'
            AND trail.looked_at >= coalesce(registry.held_since, access.since::date)
  LEFT JOIN client ON client.id = trail.client_id
 WHERE access.handle = $1 AND access.account_id = $2::bigint AND access.audience = 'owner'
 ORDER BY client.name, trail.purpose
 LIMIT 300
