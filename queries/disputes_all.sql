-- The latest disputes ($2 at most) that an account ($1) opened about what it holds or held, each with its steps in their order, and
-- whether a photo of its is kept. Of a vehicle that is somebody else's by now: what the account did itself, and not what became of it.
SELECT contested.handle, contested.ownership, contested.kind, (extract(epoch FROM contested.opened_at) * 1000000)::bigint,
       contested.own, CASE WHEN contested.own THEN contested.state END, CASE WHEN contested.own THEN contested.due_on END,
       workshop.name, repair.settled_on,
       EXISTS (SELECT FROM dispute_photo WHERE dispute_photo.vehicle_key = contested.vehicle_key
                                           AND dispute_photo.dispute_id = contested.id),
       taken.step, taken.by, (extract(epoch FROM taken.taken_at) * 1000000)::bigint, taken.words
  FROM (SELECT dispute.*, ever.ended IS NULL OR ever.ended IN ('scrapped', 'exported') AS own
          FROM ownership_ever AS ever JOIN dispute ON dispute.ownership = ever.handle
         WHERE ever.account_id = $1::bigint
         ORDER BY dispute.id DESC
         LIMIT $2::int) AS contested
 CROSS JOIN LATERAL (
       SELECT dispute_step.number, dispute_step.step, dispute_step.by, dispute_step.taken_at, dispute_step.words
         FROM dispute_step
        WHERE dispute_step.vehicle_key = contested.vehicle_key AND dispute_step.dispute_id = contested.id
          AND (contested.own OR dispute_step.by = 'owner')
        ORDER BY dispute_step.number
        LIMIT 201) AS taken
  LEFT JOIN workshop ON contested.own AND workshop.id = contested.workshop_id
  LEFT JOIN repair ON contested.own AND repair.vehicle_key = contested.vehicle_key AND repair.id = contested.repair_id
 ORDER BY contested.id DESC, taken.number
