-- Those of some workshops ($2, their codes) for which a client ($1) may send records now.
SELECT workshop.code, workshop.id
  FROM workshop
  JOIN client_workshop ON client_workshop.workshop_id = workshop.id
 WHERE client_workshop.client_id = $1::bigint AND workshop.code = ANY ($2::text[])
