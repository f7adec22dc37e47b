-- What an account was told, the latest first, before a place ($2), and which of its vehicles, present or former, that concerns.
-- All but the last of $3 are read now.
WITH shown AS (
    SELECT id, kind, vehicle_key, told_at, read_at IS NULL AS unread
      FROM notice
     WHERE account_id = $1::bigint AND ($2::bigint IS NULL OR id < $2::bigint)
     ORDER BY id DESC
     LIMIT $3::int
), seen AS (
    UPDATE notice SET read_at = now()
      FROM (SELECT id FROM shown ORDER BY id DESC LIMIT $3::int - 1) AS page
     WHERE notice.account_id = $1::bigint AND notice.id = page.id AND notice.read_at IS NULL
)
SELECT shown.id, shown.kind, (extract(epoch FROM shown.told_at) * 1000000)::bigint, shown.unread, held.handle, held.key,
       held.vin
  FROM shown
  LEFT JOIN LATERAL (
       SELECT own.handle, vehicle.key, vehicle.vin
         FROM (SELECT handle, 0 AS rank, 0 AS revision FROM access
                WHERE access.vehicle_key = shown.vehicle_key AND access.account_id = $1::bigint AND access.manages
               UNION ALL
               SELECT handle, 1, holder_revision FROM ownership
                WHERE ownership.vehicle_key = shown.vehicle_key AND ownership.account_id = $1::bigint) AS own
        CROSS JOIN vehicle
        WHERE vehicle.key = shown.vehicle_key
        ORDER BY own.rank, own.revision DESC
        LIMIT 1) AS held ON true
 ORDER BY shown.id DESC
