-- A client's ($1) batches, the latest first: when, how many lines, of these waiting, issued, refused.
SELECT batch.handle, (extract(epoch FROM batch.created_at) * 1000000)::bigint, count(*),
       count(*) FILTER (WHERE line.state = 'waiting'), count(*) FILTER (WHERE line.state = 'issued'),
       count(*) FILTER (WHERE line.state = 'refused')
  FROM certificate_batch AS batch
  JOIN certificate_batch_line AS line ON line.batch = batch.handle
 WHERE batch.client_id = $1::bigint
 GROUP BY batch.handle
 ORDER BY batch.created_at DESC
 LIMIT 50
