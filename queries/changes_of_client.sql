-- What a client ($1) is told after a number ($2), $3 events at most; each with how far its feed goes and the day in China: a
-- minute would tell when a car left a workshop. An exporter's are of its certificates. One row when there is none.
SELECT coalesce(feed_head.last, 0), coalesce(feed_head.forgotten, 0), event.seq, event.kind,
       to_char(event.noted_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD'), event.vehicle_key, vehicle.vin, event.version,
       event.epoch, event.certificate
  FROM (SELECT $1::bigint AS client_id) AS asked
  LEFT JOIN feed_head ON feed_head.client_id = asked.client_id
  LEFT JOIN LATERAL (
           SELECT * FROM feed WHERE feed.client_id = asked.client_id AND feed.seq > $2::bigint ORDER BY feed.seq LIMIT $3::bigint
       ) AS event ON true
  LEFT JOIN vehicle ON vehicle.key = event.vehicle_key
 ORDER BY event.seq
