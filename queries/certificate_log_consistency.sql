-- That the log of so many leaves ($2) begins with the one of so many ($1), in hex. No row: there are not so many.
SELECT array_to_string(ARRAY(SELECT encode(step, 'hex')
                               FROM unnest(certificate_log_consistency($1::bigint, 0, $2::bigint, true)) AS step), ' ')
 WHERE $2::bigint <= certificate_log_size()
