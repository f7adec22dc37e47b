-- The photo with a dispute ($1) that is not closed, for somebody whom it concerns ($2 says of which kind, $3 is the id).
SELECT dispute_photo.body
  FROM dispute
  JOIN dispute_photo ON dispute_photo.vehicle_key = dispute.vehicle_key AND dispute_photo.dispute_id = dispute.id
 WHERE dispute.handle = $1 AND dispute.state <> 'closed' AND dispute_may(dispute, $2, $3::bigint)
