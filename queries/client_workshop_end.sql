-- A workshop ($2, its code) takes back that a vendor ($1, its public id) sends its records: a row when it did.
UPDATE workshop_vendor SET ended_at = now()
  FROM client, workshop
 WHERE client.public_id = $1 AND workshop.code = $2 AND workshop_vendor.client_id = client.id AND workshop_vendor.workshop_id = workshop.id AND ended_at IS NULL
RETURNING workshop.id
