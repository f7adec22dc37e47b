-- Who looked at the vehicles of an account ($1) while they are nobody else's, but for their owners: the latest $2 of all.
SELECT ever.handle, look.at, look.client, look.purpose, look.reference
  FROM ownership_ever AS ever
  JOIN registry ON registry.vehicle_key = ever.vehicle_key
 CROSS JOIN LATERAL (
       SELECT (extract(epoch FROM trail.looked_at) * 1000000)::bigint AS at, client.name AS client, trail.purpose,
              trail.reference, trail.spool, trail.entry
         FROM trail
         LEFT JOIN client ON client.id = trail.client_id
        WHERE trail.vehicle_key = ever.vehicle_key AND trail.audience <> 'owner'
          AND trail.looked_at >= coalesce(registry.held_since, ever.claimed_at::date)
        ORDER BY trail.looked_at DESC, trail.spool DESC, trail.entry DESC
        LIMIT $2::int) AS look
 WHERE ever.account_id = $1::bigint AND (ever.ended IS NULL OR ever.ended IN ('scrapped', 'exported'))
 ORDER BY look.at DESC, look.spool DESC, look.entry DESC
 LIMIT $2::int
