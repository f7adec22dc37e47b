-- A contract for a client ($1, its public id) that begins now and counts in place of the one before: for $2 days, the look-ups
-- in ten seconds ($3) and in a day ($4), "purpose=look-ups in a day" of each purpose ($5; exporters and who sends records have their own one), and whether it
-- may go through numbers ($6). A row when the client is there.
WITH agreed AS (
    INSERT INTO contract (client_id, valid_from, valid_until, burst, day, bulk)
    SELECT id, now(), now() + make_interval(days => $2::int), $3::bigint, $4::bigint, $6::boolean
      FROM client WHERE public_id = $1 AND revoked_at IS NULL
    RETURNING id
)
INSERT INTO contract_purpose (contract_id, purpose, day)
SELECT agreed.id, split_part(words, '=', 1), split_part(words, '=', 2)::bigint
  FROM agreed
  JOIN client ON client.public_id = $1
 CROSS JOIN unnest(CASE client.audience WHEN 'platform' THEN $5::text[] WHEN 'export' THEN '{export_certificate=0}' ELSE '{upload_repairs=0}' END) AS words
RETURNING contract_id
