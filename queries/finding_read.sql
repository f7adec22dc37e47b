-- A finding ($1) and its course, for somebody whom it concerns ($2 says of which kind, $3 is the id).
SELECT vehicle.key, vehicle.vin, finding.code, finding.state, finding.due_on, finding.fitting_km, workshop.name, finding.reason,
       step.act, step.by, (extract(epoch FROM step.taken_at) * 1000000)::bigint, step.reason, step.words
  FROM finding
  JOIN vehicle ON vehicle.key = finding.vehicle_key
  JOIN workshop ON workshop.id = finding.workshop_id
  JOIN finding_step AS step ON step.handle = finding.handle
 WHERE finding.handle = $1 AND finding_may(finding, $2, $3::bigint)
 ORDER BY step.number DESC
 LIMIT 200
