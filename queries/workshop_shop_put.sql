-- A shop ($2 name, $3 licence, $4 place) that a chain ($1) registers, or has: its code. No row: another request has just done so.
WITH made AS (
    INSERT INTO workshop (code, name, licence_no, region, chain_id, password)
    SELECT $4::text || lpad(nextval('workshop_number')::text, 9, '0'), $2, $3, $4, $1::bigint, ''
     WHERE NOT EXISTS (SELECT FROM workshop WHERE chain_id = $1::bigint AND name = $2 AND licence_no = $3 AND region = $4)
    ON CONFLICT DO NOTHING
    RETURNING code
)
SELECT code FROM made
UNION ALL
SELECT code FROM workshop WHERE chain_id = $1::bigint AND name = $2 AND licence_no = $3 AND region = $4
