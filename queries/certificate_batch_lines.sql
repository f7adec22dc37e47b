-- A client's ($1) batch ($2), line for line. No row: it is none of theirs.
SELECT (extract(epoch FROM batch.created_at) * 1000000)::bigint, line.line, line.state, line.reference, line.code, line.pointer,
       line.certificate, certificate.valid_until
  FROM certificate_batch AS batch
  JOIN certificate_batch_line AS line ON line.batch = batch.handle
  LEFT JOIN certificate ON certificate.number = line.certificate
 WHERE batch.client_id = $1::bigint AND batch.handle = $2
 ORDER BY line.line
