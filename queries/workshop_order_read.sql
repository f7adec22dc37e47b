-- An order ($2) of a workshop ($1) as far as it has come: the waiting one, or the settlement with the message that it was last
-- stored from. One row, whatever there is.
SELECT waiting.body, waiting.revision, settlement.content, message.body, message.family
  FROM (SELECT $1::bigint AS workshop_id, $2::bytea AS number_index) AS asked
  LEFT JOIN workshop_order AS waiting ON waiting.workshop_id = asked.workshop_id AND waiting.number_index = asked.number_index
  LEFT JOIN settlement ON settlement.workshop_id = asked.workshop_id AND settlement.number_index = asked.number_index
  LEFT JOIN repair ON repair.vehicle_key = settlement.vehicle_key AND repair.id = settlement.repair_id
  LEFT JOIN message ON message.received_at = repair.accepted_at AND message.workshop_id = asked.workshop_id
                   AND message.content = settlement.content
 LIMIT 1
