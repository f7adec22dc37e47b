-- Takes one of the five tries of a sign-in under way ($1, its ticket), and of the $2 that its administrator has in an hour:
-- who that is, the name, the sealed key that counts, the one for a new authenticator, whether a try is left, and whether the
-- hour had one. No row: no ticket counts any more.
WITH taken AS (
    UPDATE client_admin_ticket SET tries = tries + 1 WHERE hash = $1::bytea AND expires_at > now() AND tries < 5
    RETURNING admin_id, key, tries
), counted AS (
    INSERT INTO attempt (kind, key, since, count)
    SELECT 'second_factor', int8send(admin_id), date_trunc('hour', now()), 1 FROM taken
    ON CONFLICT (kind, key, since) DO UPDATE SET count = attempt.count + 1
    RETURNING count
)
SELECT client_admin.id, client_admin.name, client_admin.totp, taken.key, taken.tries < 5, counted.count <= $2::int
  FROM taken
 CROSS JOIN counted
  JOIN client_admin ON client_admin.id = taken.admin_id
 WHERE client_admin.ended_at IS NULL
