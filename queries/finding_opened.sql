-- A workshop ($1) looks at its findings: what it was not told of it is told now, to be seen to until $2.
SELECT finding_opened($1::bigint, $2::date, 500)
