-- Of a workshop ($2) for which a client ($1) may write now: what is kept apart, then records of which something is odd, behind a
-- number of each ($3, $4), together at most $5 of each. Columns: state, number, revision, when, findings or reason, what identifies it
-- (of what is kept apart), and of a record vehicle, days, odometer and sealed detail, which has its settlement number.
WITH allowed AS (
    SELECT FROM client_workshop WHERE client_id = $1::bigint AND workshop_id = $2::bigint
)
(SELECT 'kept_apart', id, NULL::int, to_char(received_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), reason, content,
        NULL::bytea, NULL::date, NULL::date, NULL::int, NULL::bytea
   FROM quarantine
  WHERE workshop_id = $2::bigint AND id > $3::bigint AND EXISTS (SELECT FROM allowed)
  ORDER BY id LIMIT $5::int)
UNION ALL
(SELECT 'stored', id, revision, to_char(accepted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), findings, NULL,
        vehicle_key, brought_on, settled_on, odometer_km, detail
   FROM repair
  WHERE workshop_id = $2::bigint AND id > $4::bigint AND findings NOT IN ('', 'V3') AND EXISTS (SELECT FROM allowed)
  ORDER BY id LIMIT $5::int)
