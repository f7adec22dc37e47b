-- Counts what a client ($1) sends for a review by the day; whether that was not too much ($3), and the case of this vehicle ($2)
-- that waits for a reviewer.
WITH tried AS (
    INSERT INTO attempt (kind, key, since, count)
    VALUES ('certificate_document', int8send($1::bigint), date_trunc('day', now()), 1)
    ON CONFLICT (kind, key, since) DO UPDATE SET count = attempt.count + 1
    RETURNING count <= $3::int AS allowed
)
SELECT tried.allowed, review.handle
  FROM tried
  LEFT JOIN review ON review.client_id = $1::bigint AND review.vehicle_key = $2::bytea AND review.kind = 'export' AND review.state = 'open'
