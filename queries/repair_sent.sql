-- What became of what a client ($1) has sent for a workshop ($2): of a settlement number's index, or of the first half of a hash of
-- what was kept apart ($3). No row where it may not write for that workshop now.
WITH allowed AS (
    SELECT FROM client_workshop WHERE client_id = $1::bigint AND workshop_id = $2::bigint
)
SELECT 'stored', repair.revision, to_char(repair.accepted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), repair.findings
  FROM settlement
  JOIN repair ON repair.vehicle_key = settlement.vehicle_key AND repair.id = settlement.repair_id
 WHERE settlement.workshop_id = $2::bigint AND settlement.number_index = $3::bytea AND EXISTS (SELECT FROM allowed)
UNION ALL
SELECT 'kept_apart', NULL, to_char(received_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), reason
  FROM quarantine
 WHERE workshop_id = $2::bigint AND content >= $3::bytea AND content < $3::bytea || '\xffffffffffffffffffffffffffffffffff'::bytea
   AND EXISTS (SELECT FROM allowed)
LIMIT 1
