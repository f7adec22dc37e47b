-- Which clients looked at an owner's vehicle ($1, $2), and for which purposes: what its looks can be told apart by. Of the latest
-- five thousand.
SELECT DISTINCT looked.client_id, client.name, looked.purpose
  FROM access
  JOIN registry ON registry.vehicle_key = access.vehicle_key
 CROSS JOIN LATERAL (
           SELECT trail.client_id, trail.purpose
             FROM trail
            WHERE trail.vehicle_key = access.vehicle_key AND trail.audience <> 'owner'
              AND trail.looked_at >= coalesce(registry.held_since, access.since::date)
            ORDER BY trail.looked_at DESC LIMIT 5000
       ) AS looked
  LEFT JOIN client ON client.id = looked.client_id
 WHERE access.handle = $1 AND access.account_id = $2::bigint AND access.audience = 'owner'
 ORDER BY client.name, looked.purpose
 LIMIT 300
