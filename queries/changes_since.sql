-- What has changed since an earlier snapshot, and the xmin of this one; one row of nulls where nothing has.
SELECT now.xmin::text, change.xid::text, encode(change.key, 'hex'), change.version
  FROM (SELECT pg_snapshot_xmin(pg_current_snapshot()) AS xmin) AS now
  LEFT JOIN change ON change.xid >= $1::text::xid8
