-- What waits for a supervisor ($1): what was explained or left as it was, and what is to be corrected and was not by now ($2). The
-- gravest codes first ($3, in their order), and what has waited longest; of each code two hundred at most.
SELECT finding.handle, finding.code, finding.state, finding.due_on, (extract(epoch FROM finding.opened_at) * 1000000)::bigint,
       workshop.name, repair.settled_on, repair.odometer_km, finding.reason
  FROM unnest($3::text[]) WITH ORDINALITY AS wanted(code, place),
       LATERAL (SELECT * FROM finding
                 WHERE finding.code = wanted.code AND state IN ('explained', 'escalated', 'upheld')
                   AND (state <> 'upheld' OR due_on < $2::date)
                 ORDER BY due_on LIMIT 200) AS finding
  JOIN workshop ON workshop.id = finding.workshop_id
  LEFT JOIN repair ON repair.vehicle_key = finding.vehicle_key AND repair.id = finding.repair_id
 WHERE EXISTS (SELECT FROM staff WHERE id = $1::bigint AND role = 'supervisor' AND ended_at IS NULL)
 ORDER BY wanted.place, finding.due_on, finding.handle
 LIMIT 200
