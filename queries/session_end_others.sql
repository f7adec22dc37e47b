-- Ends all sessions of the account whose session ($2) this is, but for this one.
DELETE FROM session USING session AS mine
 WHERE mine.hash = $2::bytea AND mine.account_id = $1::bigint
   AND session.account_id = mine.account_id AND session.hash <> mine.hash
