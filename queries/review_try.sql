-- Counts what an account sends for a review by the day; whether that was not too much ($2).
INSERT INTO attempt (kind, key, since, count)
VALUES ('review', int8send($1::bigint), date_trunc('day', now()), 1)
ON CONFLICT (kind, key, since) DO UPDATE SET count = attempt.count + 1
RETURNING count <= $2::int
