-- Takes an act of a finding ($1) on behalf of somebody ($2 says of which kind, $3 is the id); says 'taken', 'again', 'late' or
-- 'too_many', and null when it is not theirs.
SELECT finding_take($1, $2, $3::bigint, $4, $5::text[], $6, $7::date, $8::bytea, $9::int)
