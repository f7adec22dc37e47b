-- A client's ($1) certificates in a state ($2, null: in any) before one of them ($3, null: from the latest), the latest first, at most
-- so many ($4): what they are found by.
SELECT certificate.number, certificate.reference
  FROM certificate
 WHERE certificate.client_id = $1::bigint
   AND ($2::text IS NULL OR $2 = CASE WHEN certificate.state = 'valid' AND certificate_ends(certificate.valid_until) <= now()
                                      THEN 'expired' ELSE certificate.state END)
   AND ($3::bytea IS NULL OR certificate.id < (SELECT later.id FROM certificate AS later
                                                WHERE later.number = $3::bytea AND later.client_id = $1::bigint))
 ORDER BY certificate.id DESC
 LIMIT $4::int
