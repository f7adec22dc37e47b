-- Which clients looked at an owner's vehicle ($1, $2), and for which purposes: what its looks can be told apart by.
SELECT DISTINCT trail.client_id, client.name, trail.purpose
  FROM ownership_now AS ownership
  JOIN trail ON trail.vehicle_key = ownership.vehicle_key AND trail.audience <> 'owner'
            AND trail.looked_at >= coalesce(ownership.held_since, ownership.claimed_at::date)
  LEFT JOIN client ON client.id = trail.client_id
 WHERE ownership.handle = $1 AND ownership.account_id = $2::bigint
 ORDER BY client.name, trail.purpose
 LIMIT 300
