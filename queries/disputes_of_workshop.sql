-- What a workshop ($1) has to answer or to correct, what is due first; then what was closed lately.
SELECT dispute.handle, dispute.kind, dispute.state, dispute.due_on, dispute.reminded_at IS NOT NULL,
       (extract(epoch FROM dispute.opened_at) * 1000000)::bigint, workshop.name, repair.settled_on
  FROM dispute
  JOIN workshop ON workshop.id = dispute.workshop_id
  LEFT JOIN repair ON repair.vehicle_key = dispute.vehicle_key AND repair.id = dispute.repair_id
 WHERE dispute.workshop_id = $1::bigint
   AND (dispute.state <> 'closed' OR dispute.opened_at > now() - interval '90 days')
 ORDER BY CASE WHEN dispute.state IN ('with_workshop', 'correcting', 'upheld') THEN 0 WHEN dispute.state <> 'closed' THEN 1
          ELSE 2 END, dispute.due_on, dispute.id
 LIMIT 200
