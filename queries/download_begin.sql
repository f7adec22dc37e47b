-- Counts a download of all about an account by the hour; whether there were not too many ($2), and the account itself: its
-- number, since when there is one, how it is told, and how many messages to it wait.
WITH tried AS (
    INSERT INTO attempt (kind, key, since, count)
    VALUES ('download', int8send($1::bigint), date_trunc('hour', now()), 1)
    ON CONFLICT (kind, key, since) DO UPDATE SET count = attempt.count + 1
    RETURNING count
)
SELECT tried.count <= $2::int, account.phone_index || account.phone,
       (extract(epoch FROM account.created_at) * 1000000)::bigint, account.language,
       array_to_string(account.sms_muted, ','), account.quiet_from, account.quiet_to,
       (SELECT count(*) FROM outbox WHERE outbox.account_id = account.id)
  FROM account, tried
 WHERE account.id = $1::bigint
