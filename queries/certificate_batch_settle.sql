-- What came of a line ($1, $2): the certificate ($3) with its sealed paper ($4) and envelope ($5), or why there is none ($6, $7). What
-- was asked for is forgotten.
UPDATE certificate_batch_line
   SET state = CASE WHEN $6::text IS NULL THEN 'issued' ELSE 'refused' END, request = NULL, certificate = $3::bytea,
       paper = $4::bytea, envelope = $5::bytea, code = $6, pointer = $7
 WHERE batch = $1 AND line = $2::int AND state = 'waiting'
