-- The latest certificates ($2 at most) of the vehicles of an account ($1) while they are nobody else's, exported ones too; the columns
-- of certificates_of_vehicle, and the vehicle.
SELECT certificate.number, client.name, certificate.destination, certificate.ground,
       (extract(epoch FROM certificate.issued_at) * 1000000)::bigint, certificate.valid_until, certificate.state,
       certificate_ends(certificate.valid_until) <= now(), ever.handle
  FROM ownership_ever AS ever
  JOIN registry ON registry.vehicle_key = ever.vehicle_key
  JOIN certificate ON certificate.vehicle_key = ever.vehicle_key
                  AND certificate.issued_at >= coalesce(registry.held_since, ever.claimed_at::date)
  JOIN client ON client.id = certificate.client_id
 WHERE ever.account_id = $1::bigint AND (ever.ended IS NULL OR ever.ended IN ('scrapped', 'exported'))
 ORDER BY certificate.id DESC
 LIMIT $2::int
