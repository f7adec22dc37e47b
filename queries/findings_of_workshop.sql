-- What is odd about a workshop's records ($1) and in one of these states ($2), of one code ($3) or of all; what is due first, of each
-- state two hundred at most.
SELECT finding.handle, finding.code, finding.state, finding.due_on, (extract(epoch FROM finding.opened_at) * 1000000)::bigint,
       NULL, repair.settled_on, repair.odometer_km, finding.reason
  FROM unnest($2::text[]) AS wanted(state),
       LATERAL (SELECT * FROM finding
                 WHERE workshop_id = $1::bigint AND finding.state = wanted.state AND ($3::text IS NULL OR code = $3)
                 ORDER BY due_on, handle LIMIT 200) AS finding
  LEFT JOIN repair ON repair.vehicle_key = finding.vehicle_key AND repair.id = finding.repair_id
 ORDER BY finding.due_on, finding.opened_at, finding.handle
 LIMIT 200
