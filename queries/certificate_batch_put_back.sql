-- A line ($1, $2) that could not be worked on now: it is due again in so many seconds ($3).
UPDATE certificate_batch_line SET due_at = now() + make_interval(secs => $3::float8)
 WHERE batch = $1 AND line = $2::int AND state = 'waiting'
