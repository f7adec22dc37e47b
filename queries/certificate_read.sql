-- A client's ($1) certificate ($2): what it is, what became of it, the one before it and the one after it.
SELECT certificate.number, certificate.state, certificate_ends(certificate.valid_until) <= now(),
       (extract(epoch FROM certificate.state_at) * 1000000)::bigint, certificate.reason,
       (extract(epoch FROM certificate.issued_at) * 1000000)::bigint, certificate.valid_until, certificate.destination,
       certificate.language, certificate.ground, certificate.reference, certificate.predecessor,
       (SELECT later.number FROM certificate AS later WHERE later.predecessor = certificate.number ORDER BY later.id LIMIT 1)
  FROM certificate
 WHERE certificate.client_id = $1::bigint AND certificate.number = $2::bytea
