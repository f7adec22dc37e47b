-- Begins the next line that is due, of the batch whose turn is longest ago, and lets nobody else begin it for half a minute: batch,
-- number, how often it was begun, what is sealed of it, whether its day is over; and the client, as client_by_token.sql has it.
WITH next AS (
    SELECT line.batch, line.line
      FROM certificate_batch_line AS line
      JOIN certificate_batch AS batch ON batch.handle = line.batch
     WHERE line.state = 'waiting' AND line.due_at <= now()
     ORDER BY batch.turn_at NULLS FIRST, line.line
     LIMIT 1
       FOR UPDATE OF line SKIP LOCKED
), begun AS (
    UPDATE certificate_batch_line AS line SET due_at = now() + interval '30 seconds', tries = tries + 1
      FROM next WHERE line.batch = next.batch AND line.line = next.line
    RETURNING line.batch, line.line, line.tries, line.request
), turn AS (
    UPDATE certificate_batch SET turn_at = clock_timestamp() FROM begun WHERE handle = begun.batch
)
SELECT begun.batch, begun.line, begun.tries, begun.request, batch.created_at < now() - interval '1 day', client.id, client.public_id,
       client.sandbox,
       CASE WHEN client.slowed_until > now() THEN extract(epoch FROM client.slowed_until)::bigint END, contract.bulk, contract.day,
       (SELECT string_agg(contract_purpose.purpose || '=' || contract_purpose.day, ',')
          FROM contract_purpose WHERE contract_id = contract.id AND client.revoked_at IS NULL)
  FROM begun
  JOIN certificate_batch AS batch ON batch.handle = begun.batch
  JOIN client ON client.id = batch.client_id
 CROSS JOIN LATERAL contract_of(client.id) AS contract
