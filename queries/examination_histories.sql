-- What vehicles are examined by: the columns of fleet_histories, with the findings of each record as they were stored with it. One row
-- of nulls where there is no record.
SELECT pg_snapshot_xmin(pg_current_snapshot())::text, vehicle.version, registry.vehicle_key IS NOT NULL,
       registry.first_registered, registry.region, region.collected_since, repair.total,
       repair.id, repair.brought_on, repair.settled_on, repair.odometer_km, repair.works, repair.parts, repair.signals,
       repair.disputed, repair.workshop_id, repair.workshop_class, repair.workshop_region,
       vehicle.missing_disputed, vehicle.shown_version, repair.findings, wanted.n
  FROM unnest($1::bytea[]) WITH ORDINALITY AS wanted (key, n)
  LEFT JOIN vehicle ON vehicle.key = wanted.key
  LEFT JOIN registry ON registry.vehicle_key = wanted.key
  LEFT JOIN region ON region.code = left(registry.region, 2) || '0000'
  LEFT JOIN LATERAL (
       SELECT r.id, r.brought_on, r.settled_on, r.odometer_km, r.works, r.parts, r.signals, r.disputed, r.findings,
              r.workshop_id, workshop.class AS workshop_class, workshop.region AS workshop_region,
              count(*) OVER () AS total, coalesce(r.settled_on, r.brought_on) AS day
         FROM repair AS r
         LEFT JOIN workshop ON workshop.id = r.workshop_id
        WHERE r.vehicle_key = wanted.key
        ORDER BY day DESC NULLS LAST, r.id DESC
        LIMIT 1000) AS repair ON true
 ORDER BY wanted.n, repair.day DESC NULLS LAST, repair.id DESC
