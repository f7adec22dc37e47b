-- A client's ($1) certificates behind one of them ($2, null: from the first), in the order of issue, at most so many ($3).
SELECT certificate.number, certificate.state, certificate_ends(certificate.valid_until) <= now(),
       (extract(epoch FROM certificate.state_at) * 1000000)::bigint, certificate.reason,
       (extract(epoch FROM certificate.issued_at) * 1000000)::bigint, certificate.valid_until, certificate.destination,
       certificate.language, certificate.ground, certificate.reference, certificate.predecessor,
       (SELECT later.number FROM certificate AS later WHERE later.predecessor = certificate.number ORDER BY later.id LIMIT 1)
  FROM certificate
 WHERE certificate.client_id = $1::bigint
   AND certificate.id > coalesce((SELECT former.id FROM certificate AS former
                                   WHERE former.number = $2::bytea AND former.client_id = $1::bigint), -1)
 ORDER BY certificate.id
 LIMIT $3::int
