-- Keeps a new key ($1, $2, sealed seed $3). It signs now ($4) or where no other one does; else in seven days, so that verifiers can
-- have it first, or when the present one ends, if that is sooner. It signs for ninety days, and is trusted for as long as a certificate
-- of its last day is valid. No row: one waits already.
WITH start AS (
    SELECT CASE WHEN $4::boolean OR held.kid IS NULL THEN date_trunc('second', now())
                ELSE date_trunc('second', least(now() + interval '7 days', held.signs_until)) END AS at
      FROM (SELECT) AS one LEFT JOIN certificate_key_now AS held ON true
     WHERE $4::boolean OR NOT EXISTS (SELECT FROM certificate_key WHERE signs_from > now() AND ended_from IS NULL)
)
INSERT INTO certificate_key (kid, public_key, seed, signs_from, signs_until, trusted_until)
SELECT $1, $2::bytea, $3::bytea, at, at + interval '90 days', at + interval '151 days' FROM start
RETURNING to_char(signs_from AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
