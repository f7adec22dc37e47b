-- What is on file of a workshop's registration, in the order in which workshop_insert takes it; its id last.
SELECT code, name, credit_code, licence_no, licence_from, licence_to, class, region, economic_type, operating_state,
       business_scope, address, postal_code, contacts, password, id
  FROM workshop WHERE code = $1
