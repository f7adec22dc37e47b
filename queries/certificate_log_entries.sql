-- The hashes of the leaves from a place on ($1) to another ($2, that one too), in hex; and how many there are in all.
SELECT certificate_log_size(), string_agg(encode(hash, 'hex'), ' ' ORDER BY place)
  FROM certificate_log WHERE level = 0 AND place BETWEEN $1::bigint AND $2::bigint
