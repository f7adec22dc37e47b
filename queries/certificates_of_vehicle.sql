-- The certificates of what an account ($2) holds under a handle ($1), the latest first, at most so many ($3): who got it, what became
-- of it. No row: it is not the account's. One row of nulls: there is none.
SELECT made.number, made.name, made.destination, made.ground, made.at, made.valid_until, made.state, made.over
  FROM access
  LEFT JOIN registry ON registry.vehicle_key = access.vehicle_key
  LEFT JOIN LATERAL (
       SELECT certificate.id, certificate.number, client.name, certificate.destination, certificate.ground,
              (extract(epoch FROM certificate.issued_at) * 1000000)::bigint AS at, certificate.valid_until, certificate.state,
              certificate_ends(certificate.valid_until) <= now() AS over
         FROM certificate JOIN client ON client.id = certificate.client_id
        WHERE certificate.vehicle_key = access.vehicle_key
          AND certificate.issued_at >= coalesce(registry.held_since, access.since::date)
        ORDER BY certificate.id DESC
        LIMIT $3::int) AS made ON true
 WHERE access.handle = $1 AND access.account_id = $2::bigint AND access.manages
 ORDER BY made.id DESC
