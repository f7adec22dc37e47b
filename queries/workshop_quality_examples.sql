-- The latest records that show a sign of a workshop, five for each, since $2.
SELECT code, day, vehicle_key, repair_id
  FROM (SELECT shown.code, day, vehicle_key, repair_id,
               row_number() OVER (PARTITION BY shown.code ORDER BY day DESC, repair_id DESC) AS place
          FROM workshop_record
         CROSS JOIN LATERAL (VALUES ('A1', plate_differs), ('A3', discordant > concordant), ('A4', odometer_km % 500 = 0),
                                    ('A5', 'V2' = ANY (string_to_array(findings, ','))),
                                    ('A7N', accepted_day - day >= 4 AND accepted_minute < 300), ('A8', has_works <> has_parts),
                                    ('A9', findings <> ''), ('D2', accepted_day - day >= 4)) AS shown (code, fits)
          JOIN workshop_sign ON workshop_sign.workshop_id = workshop_record.workshop_id AND workshop_sign.code = shown.code
         WHERE workshop_record.workshop_id = $1::bigint AND day >= $2::date AND shown.fits) AS found
 WHERE place <= 5 ORDER BY code, day DESC, repair_id DESC
