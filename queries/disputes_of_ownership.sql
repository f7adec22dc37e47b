-- The disputes of the account ($2) that holds a vehicle under this handle ($1), those that are not closed first. One row of
-- nulls where there are none.
SELECT dispute.handle, dispute.kind, dispute.state, dispute.due_on, dispute.reminded_at IS NOT NULL,
       (extract(epoch FROM dispute.opened_at) * 1000000)::bigint, workshop.name, repair.settled_on
  FROM access
  LEFT JOIN dispute ON dispute.ownership = access.handle
  LEFT JOIN workshop ON workshop.id = dispute.workshop_id
  LEFT JOIN repair ON repair.vehicle_key = dispute.vehicle_key AND repair.id = dispute.repair_id
 WHERE access.handle = $1 AND access.account_id = $2::bigint AND access.manages
 ORDER BY dispute.state = 'closed', dispute.id DESC
 LIMIT 200
