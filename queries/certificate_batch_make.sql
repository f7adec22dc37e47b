-- A batch ($1) of a client ($2) that an administrator ($3) has sent: its lines' numbers ($4) with their sealed references ($5) and
-- requests ($6, empty: the line cannot be read), with commas between, in hex. 'made', also when it was before; 'many', when $7 of
-- the client's are under way; 'taken', when it is another client's.
WITH busy AS (
    SELECT count(DISTINCT batch.handle) >= $7::int AS yes
      FROM certificate_batch AS batch
      JOIN certificate_batch_line AS line ON line.batch = batch.handle AND line.state = 'waiting'
     WHERE batch.client_id = $2::bigint AND batch.handle <> $1
), former AS (
    SELECT client_id = $2::bigint AS own FROM certificate_batch WHERE handle = $1
), made AS (
    INSERT INTO certificate_batch (handle, client_id, admin_id)
    SELECT $1, $2::bigint, $3::bigint FROM busy WHERE NOT busy.yes AND NOT EXISTS (SELECT FROM former)
    RETURNING handle
), lines AS (
    INSERT INTO certificate_batch_line (batch, line, state, reference, request, code)
    SELECT made.handle, number::int, CASE WHEN nullif(request, '') IS NULL THEN 'refused' ELSE 'waiting' END,
           decode(nullif(reference, ''), 'hex'), decode(nullif(request, ''), 'hex'),
           CASE WHEN nullif(request, '') IS NULL THEN 'line_unreadable' END
      FROM made, unnest(string_to_array($4, ','), string_to_array($5, ','), string_to_array($6, ',')) AS sent(number, reference, request)
)
SELECT CASE WHEN former.own THEN 'made' WHEN NOT former.own THEN 'taken' WHEN busy.yes THEN 'many' ELSE 'made' END
  FROM busy LEFT JOIN former ON true
