-- The path of the leaf at a place ($1) in a tree of so many leaves ($2), in hex.
SELECT array_to_string(ARRAY(SELECT encode(step, 'hex') FROM unnest(certificate_log_path($1::bigint, 0, $2::bigint)) AS step), ' ')
