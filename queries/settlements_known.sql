-- What is known of settlements and vehicles: numbers and keys in hex, a comma between them; answered in their order, with
-- an id for the record that may become of each.
SELECT encode(known.content, 'hex'), encode(known.vehicle_key, 'hex'), vehicle.key IS NOT NULL,
       nextval('repair_id_seq')
  FROM unnest(string_to_array($1, ',')::bigint[], string_to_array($2, ','), string_to_array($3, ','))
       WITH ORDINALITY AS wanted (workshop_id, number_index, vehicle_key, n)
  LEFT JOIN settlement AS known ON known.workshop_id = wanted.workshop_id
                               AND known.number_index = decode(wanted.number_index, 'hex')
  LEFT JOIN vehicle ON vehicle.key = decode(wanted.vehicle_key, 'hex')
 ORDER BY wanted.n
