-- What rules judge some vehicles by ($1), in the order of the keys, each newest first; nothing sealed. Which record is that of
-- a settlement ($2, $3; null: none) is said. One row of nulls where there is no record.
SELECT pg_snapshot_xmin(pg_current_snapshot())::text, vehicle.version, registry.vehicle_key IS NOT NULL,
       registry.first_registered, registry.region, NULL::date, repair.total,
       repair.id, repair.brought_on, repair.settled_on, repair.odometer_km, repair.works, repair.parts, repair.signals,
       repair.disputed, repair.workshop_id, repair.workshop_class, repair.workshop_region,
       vehicle.missing_disputed, vehicle.shown_version, repair.findings, repair.revision, repair.fuel, repair.use,
       repair.brought_minute, repair.plate_index,
       -- A plate of no valid form may be many a vehicle's, and says nothing.
       'P1' <> ALL (string_to_array(repair.findings, ',')) AND EXISTS (
           SELECT FROM repair AS other
            WHERE other.plate_index = repair.plate_index AND other.brought_on = repair.brought_on
              AND other.vehicle_key <> wanted.key),
       (coalesce((SELECT min(accepted_at) FROM repair_revision AS first
                   WHERE first.vehicle_key = wanted.key AND first.id = repair.id),
                 repair.accepted_at) AT TIME ZONE 'Asia/Shanghai')::date,
       coalesce(settlement.vehicle_key = wanted.key AND settlement.repair_id = repair.id, false), wanted.n
  FROM unnest($1::bytea[]) WITH ORDINALITY AS wanted (key, n)
  LEFT JOIN vehicle ON vehicle.key = wanted.key
  LEFT JOIN registry ON registry.vehicle_key = wanted.key
  LEFT JOIN settlement ON settlement.workshop_id = $2::bigint AND settlement.number_index = $3::bytea
  LEFT JOIN LATERAL (
       SELECT r.id, r.brought_on, r.settled_on, r.odometer_km, r.works, r.parts, r.signals, r.disputed, r.findings,
              r.revision, r.fuel, r.use, r.brought_minute, r.plate_index, r.accepted_at,
              r.workshop_id, workshop.class AS workshop_class, workshop.region AS workshop_region,
              count(*) OVER () AS total, coalesce(r.settled_on, r.brought_on) AS day
         FROM repair AS r
         LEFT JOIN workshop ON workshop.id = r.workshop_id
        WHERE r.vehicle_key = wanted.key
        ORDER BY day DESC NULLS LAST, r.id DESC
        LIMIT 1000) AS repair ON true
 ORDER BY wanted.n, repair.day DESC NULLS LAST, repair.id DESC
