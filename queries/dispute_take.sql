-- Takes a step of a dispute, on behalf of somebody ($2 says of which kind, $3 is the id), with the workshop of this code
-- ($10) from now on unless it is null; says 'taken', 'again', 'late' or 'no_workshop', and null when it is not theirs.
SELECT dispute_take($1, $2, $3::bigint, $4, $5::text[], $6, $7::date, $8::bytea, $9,
                    (SELECT id FROM workshop WHERE code = $10))
