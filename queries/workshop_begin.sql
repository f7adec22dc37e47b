-- Whether this process is the one that counts for workshops, up to where all transactions are over, and where it stands.
SELECT pg_try_advisory_xact_lock(hashtext('chedang.workshops')), pg_snapshot_xmin(pg_current_snapshot())::text, swept IS NULL
  FROM workshop_position
