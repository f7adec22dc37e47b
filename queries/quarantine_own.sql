-- A message that was kept apart ($1), for the workshop that sent it ($2): what it is sealed with, and whether a record has
-- become of it.
SELECT quarantine.family, quarantine.reason, quarantine.content, quarantine.body, quarantine.received_at,
       attribution.attributed_at IS NOT NULL
  FROM quarantine
  LEFT JOIN quarantine_attribution AS attribution ON attribution.quarantine_id = quarantine.id
 WHERE quarantine.id = $1::bigint AND quarantine.workshop_id = $2::bigint
