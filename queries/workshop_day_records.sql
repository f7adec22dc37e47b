-- What the records of one day of a workshop say about it.
SELECT encode(vehicle_key, 'hex'), accepted_day - date '1970-01-01', accepted_minute, odometer_km, plated, fault, has_works, has_parts,
       findings, plate_differs, concordant, discordant
  FROM workshop_record WHERE workshop_id = $1::bigint AND day = date '1970-01-01' + $2::int
