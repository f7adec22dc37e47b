-- Counts a claim by vehicle, account and address; if there were not too many today, gives the facts to compare with, and
-- the ownership of the present owner. A vehicle that has ended is as if it were not known.
WITH tried AS (
    INSERT INTO attempt (kind, key, since, count)
    VALUES ('claim_vehicle', $1::bytea, date_trunc('day', now()), 1),
           ('claim_account', int8send($2::bigint), date_trunc('day', now()), 1),
           ('claim_address', $3::bytea, date_trunc('day', now()), 1)
    ON CONFLICT (kind, key, since) DO UPDATE SET count = attempt.count + 1
    RETURNING kind, count
), allowed AS (
    SELECT bool_and(count <= CASE kind WHEN 'claim_address' THEN $5::int ELSE $4::int END) AS yes FROM tried
)
SELECT allowed.yes, registry.salt, registry.plate, registry.engine_no, registry.registration_no,
       registry.holder_revision, ownership.handle
  FROM allowed
  LEFT JOIN registry ON allowed.yes AND registry.vehicle_key = $1::bytea AND registry.ended IS NULL
  LEFT JOIN ownership_now AS ownership ON ownership.vehicle_key = registry.vehicle_key AND ownership.account_id IS DISTINCT FROM $2::bigint
 ORDER BY ownership.claimed_at
 LIMIT 1
