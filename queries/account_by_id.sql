-- An account's number, as blind index and seal, how many sessions it has open, in which language it is told, since when
-- there is one, and how many organisations it alone administers.
SELECT account.phone_index || account.phone, (SELECT count(*) FROM session WHERE session.account_id = account.id),
       account.language, (extract(epoch FROM account.created_at) * 1000000)::bigint,
       chedang.organisations_alone(account.id)
  FROM account
 WHERE account.id = $1::bigint
