-- A new workshop's code: place of registration and the next number.
SELECT $1::text || lpad(nextval('workshop_number')::text, 9, '0')
