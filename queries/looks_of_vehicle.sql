-- Who looked at an owner's vehicle ($1, $2), but for its owners, the latest first: for a purpose ($3), by a client ($4), from
-- a day ($5) to a day ($6), as far as these are given, behind a place ($7 to $9). No row: it is not this account's. One row
-- of nulls: nobody did.
SELECT look.at, look.client, look.purpose, look.reference, look.spool, look.entry
  FROM access
  JOIN registry ON registry.vehicle_key = access.vehicle_key
  LEFT JOIN LATERAL (
       SELECT (extract(epoch FROM trail.looked_at) * 1000000)::bigint AS at, client.name AS client, trail.purpose,
              trail.reference, encode(trail.spool, 'hex') AS spool, trail.entry
         FROM trail
         LEFT JOIN client ON client.id = trail.client_id
        WHERE trail.vehicle_key = access.vehicle_key AND trail.audience <> 'owner'
          AND trail.looked_at >= coalesce(registry.held_since, access.since::date)
          AND ($3::text IS NULL OR trail.purpose = $3)
          AND ($4::bigint IS NULL OR trail.client_id = $4::bigint)
          AND ($5::date IS NULL OR trail.looked_at >= $5::date::timestamp AT TIME ZONE 'Asia/Shanghai')
          AND ($6::date IS NULL OR trail.looked_at < ($6::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai')
          AND ($7::bigint IS NULL OR (trail.looked_at, trail.spool, trail.entry)
                < ('epoch'::timestamptz + $7::bigint * interval '1 microsecond', decode($8, 'hex'), $9::bigint))
        ORDER BY trail.looked_at DESC, trail.spool DESC, trail.entry DESC
        LIMIT $10::int) AS look ON true
 WHERE access.handle = $1 AND access.account_id = $2::bigint AND access.audience = 'owner'
 ORDER BY look.at DESC, look.spool DESC, look.entry DESC
