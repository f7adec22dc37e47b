-- Where a leaf ($1) is in the log, and its path in a tree of so many leaves ($2), in hex. No row: it is not among them.
SELECT place, array_to_string(ARRAY(SELECT encode(step, 'hex') FROM unnest(certificate_log_path(place, 0, $2::bigint)) AS step), ' ')
  FROM certificate_log
 WHERE level = 0 AND hash = $1::bytea AND place < $2::bigint AND $2::bigint <= certificate_log_size()
 ORDER BY place LIMIT 1
