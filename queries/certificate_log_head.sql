-- The log as it is: how many leaves, its root in hex, the head that was signed of this size by a key that has not ended, and the key
-- that signs now; nulls where there is none.
SELECT log.size, encode(certificate_log_hash(0, log.size), 'hex'), head.document, held.kid, held.public_key, held.seed
  FROM (SELECT certificate_log_size() AS size) AS log
  LEFT JOIN LATERAL (
       SELECT certificate_head.document
         FROM certificate_head JOIN certificate_key ON certificate_key.kid = certificate_head.kid
        WHERE certificate_head.size = log.size AND certificate_key.ended_from IS NULL
        ORDER BY certificate_head.signed_at DESC LIMIT 1) AS head ON true
  LEFT JOIN certificate_key_now AS held ON true
