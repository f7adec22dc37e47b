-- What follows from a claim: granted ($1), an ownership and its handle; refused, the present owner ($6) is told once a day.
WITH ours AS (
    INSERT INTO ownership (handle, account_id, vehicle_key, holder_revision)
    SELECT $2, $3::bigint, $4::bytea, $5::int WHERE $1::boolean
    ON CONFLICT (account_id, vehicle_key, holder_revision) DO NOTHING
    RETURNING handle
), warned AS (
    INSERT INTO attempt (kind, key, since, count)
    SELECT 'claim_warned', $4::bytea, date_trunc('day', now()), 1 WHERE NOT $1::boolean AND $6::bigint IS NOT NULL
    ON CONFLICT (kind, key, since) DO NOTHING
    RETURNING key
), told AS (
    SELECT chedang.tell($6::bigint, 'claim_tried', $4::bytea) FROM warned
)
SELECT handle FROM ours
UNION
SELECT handle FROM ownership
 WHERE $1::boolean AND account_id = $3::bigint AND vehicle_key = $4::bytea AND holder_revision = $5::int
UNION ALL
SELECT NULL FROM told
