-- What follows from a refused claim: who manages the vehicle ($1, by the ownership $2) is told once a day.
WITH warned AS (
    INSERT INTO attempt (kind, key, since, count)
    SELECT 'claim_warned', $1::bytea, date_trunc('day', now()), 1 WHERE $2::text IS NOT NULL
    ON CONFLICT (kind, key, since) DO NOTHING
    RETURNING key
)
SELECT chedang.tell_managers($2, 'claim_tried') FROM warned
