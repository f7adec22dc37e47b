-- The workshops that have named a vendor ($1, its public id), and those that had, in the order of naming.
SELECT workshop.code, to_char(named_at, 'YYYY-MM-DD'), coalesce(to_char(ended_at, 'YYYY-MM-DD'), ''), workshop.name
  FROM workshop_vendor
  JOIN client ON client.id = client_id
  JOIN workshop ON workshop.id = workshop_vendor.workshop_id
 WHERE client.public_id = $1 ORDER BY named_at, workshop.code
