-- Ends all sessions of the account that this one belongs to.
DELETE FROM session WHERE account_id = (SELECT account_id FROM session WHERE hash = $1::bytea)
