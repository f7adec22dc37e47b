-- Takes an act of the clock ($1), from these states ($2) to that one ($3), to be seen to until $4, by the day $5; $6 says which
-- reminder it is.
SELECT finding_clock($1, $2::text[], $3, $4::date, $5::date, $6::int)
