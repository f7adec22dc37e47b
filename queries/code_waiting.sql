-- Whether the message with the code of a ticket still waits although it should have gone: it was tried, or is $2 seconds old.
SELECT outbox.tries > 0 OR sign_in_code.made_at < now() - make_interval(secs => $2::float8)
  FROM sign_in_code
  JOIN outbox ON outbox.id = sign_in_code.message
 WHERE sign_in_code.ticket = $1::bytea AND sign_in_code.expires_at > now()
