-- What follows from a refused claim: the present owner ($2) of the vehicle is told once a day.
WITH warned AS (
    INSERT INTO attempt (kind, key, since, count)
    SELECT 'claim_warned', $1::bytea, date_trunc('day', now()), 1 WHERE $2::bigint IS NOT NULL
    ON CONFLICT (kind, key, since) DO NOTHING
    RETURNING key
)
SELECT chedang.tell($2::bigint, 'claim_tried', $1::bytea) FROM warned
