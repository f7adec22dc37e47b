-- Settles what was found in some vehicles; see finding_settle().
SELECT finding_settle($1::bytea[], $2::bigint[], $3::int[], $4::bigint[], $5::text[], $6::bigint[], $7::int[], $8::text[])
