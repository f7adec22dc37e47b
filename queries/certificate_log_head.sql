-- The log as it is: how many leaves, its root, the head that was signed last, if that is of this size and by a key that has not ended,
-- and the key that signs now, if one does.
SELECT log.size, certificate_log_hash(0, log.size), head.at, head.kid, head.signature, held.kid, held.public_key, held.seed
  FROM (SELECT certificate_log_size() AS size) AS log
  LEFT JOIN LATERAL (
       SELECT certificate_head.at, certificate_head.kid, certificate_head.signature
         FROM certificate_head JOIN certificate_key ON certificate_key.kid = certificate_head.kid
        WHERE certificate_head.size = log.size AND certificate_key.ended_from IS NULL
        ORDER BY certificate_head.at DESC LIMIT 1) AS head ON true
  LEFT JOIN certificate_key_now AS held ON true
