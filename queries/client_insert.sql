-- A new client ($1, $2, $3, of the sandbox: $4, which is unkind to it: $12) with a first secret ($5, its keyed hash $6, for $7
-- days) and a contract: for $8 days, the look-ups in ten seconds and in a day, "purpose=look-ups in a day" of each purpose, and
-- whether it may go through numbers ($13). A workshop's is that of a code ($14; null: of none): a row when there is one.
WITH made AS (
    INSERT INTO client (public_id, name, audience, sandbox, unkind, own_workshop)
    SELECT $1, $2, $3, $4::boolean, $12::boolean, workshop.id
      FROM (SELECT) AS it LEFT JOIN workshop ON workshop.code = $14::text
     WHERE $14::text IS NULL OR workshop.id IS NOT NULL
    RETURNING id
), key AS (
    INSERT INTO client_key (client_id, kid, kind, proof, label, expires_at)
    SELECT id, $5, 'secret', $6::bytea, '', now() + make_interval(days => $7::int) FROM made
), agreed AS (
    INSERT INTO contract (client_id, valid_from, valid_until, burst, day, bulk)
    SELECT id, now(), now() + make_interval(days => $8::int), $9::bigint, $10::bigint, $13::boolean FROM made RETURNING id
)
INSERT INTO contract_purpose (contract_id, purpose, day)
SELECT agreed.id, split_part(words, '=', 1), split_part(words, '=', 2)::bigint FROM agreed, unnest($11::text[]) AS words
RETURNING contract_id
