-- An account's sealed number, and how many sessions it has open.
SELECT account.phone, (SELECT count(*) FROM session WHERE session.account_id = account.id)
  FROM account
 WHERE account.id = $1::bigint
