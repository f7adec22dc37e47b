-- Whose session this is, while it is neither idle nor old; $2 and $3 are seconds. Remembers the use once a minute. For an
-- owner with how many notices are unread, up to a hundred; for a client's administrator with the client, and whether that
-- is an exporter.
WITH found AS (
    SELECT hash, account_id, workshop_id, staff_id, client_admin_id, used_at FROM session
     WHERE hash = $1::bytea
       AND used_at > now() - make_interval(secs => $2::float8)
       AND created_at > now() - make_interval(secs => $3::float8)
       AND NOT EXISTS (SELECT FROM account WHERE account.id = session.account_id AND account.closed_at IS NOT NULL)
), used AS (
    UPDATE session SET used_at = now() FROM found
     WHERE session.hash = found.hash AND found.used_at < now() - interval '1 minute'
)
SELECT account_id, workshop_id, staff.id, staff.role,
       (SELECT count(*) FROM (SELECT FROM notice WHERE notice.account_id = found.account_id AND read_at IS NULL
                               LIMIT 100) AS unread),
       administered.id, administered.client_id, client.audience = 'export'
  FROM found
  LEFT JOIN staff ON staff.id = found.staff_id AND staff.ended_at IS NULL
  LEFT JOIN (client_admin AS administered JOIN client ON client.id = administered.client_id AND client.revoked_at IS NULL)
         ON administered.id = found.client_admin_id AND administered.ended_at IS NULL
