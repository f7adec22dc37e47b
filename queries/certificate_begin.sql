-- What issuing begins with: the certificate that a client ($1) has got with this Idempotency-Key ($2) and the hash of what it came
-- with, if there is one; how many there are; and whether a key signs now.
SELECT former.number, former.valid_until, former.body, certificate_log_size(), EXISTS (SELECT FROM certificate_key_now)
  FROM (SELECT) AS one
  LEFT JOIN certificate AS former ON former.client_id = $1::bigint AND former.idempotency = $2::bytea
