-- Some days of workshops that have to be added up again.
SELECT workshop_id, day - date '1970-01-01' FROM workshop_day WHERE stale ORDER BY day LIMIT $1::int
