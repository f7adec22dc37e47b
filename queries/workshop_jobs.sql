-- The records of some vehicles as they count for their workshops, each vehicle's latest 256, oldest first; with the sealed part of
-- those that are of the day $2 or later. What the sandbox has counts for nobody.
SELECT encode(found.vehicle_key, 'hex'), found.id, found.workshop_id, found.brought_on, found.settled_on, found.odometer_km,
       found.findings, (extract(epoch FROM found.accepted_at) * 1000000)::bigint, found.day - date '1970-01-01',
       encode(found.plate_index, 'hex'), found.works <> '', found.parts <> '',
       CASE WHEN found.day >= $2::date THEN found.detail END
  FROM unnest(string_to_array($1::text, ',')) AS wanted (hex)
 CROSS JOIN LATERAL (
       SELECT *, coalesce(settled_on, brought_on, (accepted_at AT TIME ZONE interval '8 hours')::date) AS day
         FROM repair WHERE vehicle_key = decode(hex, 'hex')
        ORDER BY coalesce(settled_on, brought_on, (accepted_at AT TIME ZONE interval '8 hours')::date) DESC, id DESC LIMIT 256) AS found
 WHERE NOT EXISTS (SELECT FROM sandbox_vehicle WHERE sandbox_vehicle.vehicle_key = found.vehicle_key)
 ORDER BY found.vehicle_key, found.day, found.id
