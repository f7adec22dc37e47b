-- How an account wants to be told, and how many of its messages could not be sent so far.
SELECT language, array_to_string(sms_muted, ','), quiet_from, quiet_to,
       (SELECT count(*) FROM outbox WHERE outbox.account_id = account.id AND outbox.tries > 0)
  FROM account
 WHERE id = $1::bigint
