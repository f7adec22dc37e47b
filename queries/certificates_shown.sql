-- Of a client ($1) these certificates ($2, numbers in hex with commas between), the latest first: as certificate_read.sql has them, and
-- what was signed.
SELECT certificate.number, certificate.state, certificate_ends(certificate.valid_until) <= now(),
       (extract(epoch FROM certificate.state_at) * 1000000)::bigint, certificate.reason,
       (extract(epoch FROM certificate.issued_at) * 1000000)::bigint, certificate.valid_until, certificate.destination,
       certificate.language, certificate.ground, certificate.reference, certificate.predecessor,
       (SELECT later.number FROM certificate AS later WHERE later.predecessor = certificate.number ORDER BY later.id LIMIT 1),
       certificate.credential
  FROM certificate
 WHERE certificate.client_id = $1::bigint
   AND certificate.number = ANY (ARRAY(SELECT decode(hex, 'hex') FROM unnest(string_to_array($2, ',')) AS hex))
 ORDER BY certificate.id DESC
