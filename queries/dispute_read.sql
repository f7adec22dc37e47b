-- A dispute ($1) and its steps, for somebody whom it concerns ($2 says of which kind, $3 is the id).
SELECT dispute.ownership, vehicle.key, vehicle.vin, dispute.kind, dispute.state, dispute.due_on, workshop.name,
       dispute_step.step, dispute_step.by, (extract(epoch FROM dispute_step.taken_at) * 1000000)::bigint, dispute_step.words,
       dispute.repair_id,
       dispute.state <> 'closed' AND EXISTS (SELECT FROM dispute_photo WHERE dispute_photo.vehicle_key = dispute.vehicle_key
                                                                      AND dispute_photo.dispute_id = dispute.id)
  FROM dispute
  JOIN vehicle ON vehicle.key = dispute.vehicle_key
  JOIN dispute_step ON dispute_step.vehicle_key = dispute.vehicle_key AND dispute_step.dispute_id = dispute.id
  LEFT JOIN workshop ON workshop.id = dispute.workshop_id
 WHERE dispute.handle = $1 AND dispute_may(dispute, $2, $3::bigint)
 ORDER BY dispute_step.number
 LIMIT 200
