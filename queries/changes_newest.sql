-- The newest changes, newest first, the xmin of this snapshot, and which database this is (cluster and timeline).
SELECT now.xmin::text, newest.xid::text, encode(newest.key, 'hex'), newest.version,
       (SELECT system_identifier FROM pg_control_system()) || '.' ||
       left(pg_walfile_name(pg_current_wal_lsn()), 8) || '.' || current_database()
  FROM (SELECT pg_snapshot_xmin(pg_current_snapshot()) AS xmin) AS now
  LEFT JOIN (SELECT xid, key, version FROM change ORDER BY xid DESC LIMIT $1::bigint) AS newest ON true
 ORDER BY newest.xid DESC
