-- An account's number, as blind index and seal, and how many sessions it has open.
SELECT account.phone_index || account.phone, (SELECT count(*) FROM session WHERE session.account_id = account.id)
  FROM account
 WHERE account.id = $1::bigint
