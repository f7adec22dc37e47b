-- Ends all sessions of the one whose session this is.
DELETE FROM session USING session AS one
 WHERE one.hash = $1::bytea
   AND (session.account_id = one.account_id OR session.workshop_id = one.workshop_id OR session.staff_id = one.staff_id)
