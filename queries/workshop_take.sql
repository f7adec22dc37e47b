-- Some vehicles whose changes are not counted for their workshops yet, oldest first.
SELECT encode(change.key, 'hex'), change.version, change.xid::text
  FROM change
 WHERE change.xid >= (SELECT low FROM workshop_position)
   AND NOT EXISTS (SELECT FROM workshop_seen WHERE vehicle_key = change.key AND version >= change.version)
 ORDER BY change.xid
 LIMIT $1::int
