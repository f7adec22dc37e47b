-- What waits for a supervisor ($1): the escalated, those without a workshop, and what a workshop was told to correct and has
-- not by now ($2); what is due first.
SELECT dispute.handle, dispute.kind, dispute.state, dispute.due_on, dispute.reminded_at IS NOT NULL,
       (extract(epoch FROM dispute.opened_at) * 1000000)::bigint, workshop.name, repair.settled_on
  FROM dispute
  LEFT JOIN workshop ON workshop.id = dispute.workshop_id
  LEFT JOIN repair ON repair.vehicle_key = dispute.vehicle_key AND repair.id = dispute.repair_id
 WHERE EXISTS (SELECT FROM staff WHERE id = $1::bigint AND role = 'supervisor' AND ended_at IS NULL)
   AND (dispute.state IN ('open', 'escalated') OR (dispute.state = 'upheld' AND dispute.due_on < $2::date))
 ORDER BY dispute.due_on, dispute.id
 LIMIT 200
