-- What a workshop's registration says now; a new version, so that nothing remembered of the old one holds.
UPDATE workshop
   SET name = $2, credit_code = $3, licence_no = $4, licence_from = $5::date, licence_to = $6::date,
       class = $7::smallint, region = $8, economic_type = $9, operating_state = $10, business_scope = $11,
       address = $12, postal_code = $13, contacts = $14::bytea, password = $15::bytea, version = version + 1
 WHERE code = $1
