-- The sealed paper and envelope of a client's ($1) batch ($2) behind a line ($3), at most so many lines ($4).
SELECT line.line, line.certificate, line.paper, line.envelope
  FROM certificate_batch AS batch
  JOIN certificate_batch_line AS line ON line.batch = batch.handle AND line.state = 'issued'
 WHERE batch.client_id = $1::bigint AND batch.handle = $2 AND line.line > $3::int
 ORDER BY line.line
 LIMIT $4::int
