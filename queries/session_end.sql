-- Ends one session.
DELETE FROM session WHERE hash = $1::bytea
