-- Stores one settlement; says 'new', 'unchanged', 'corrected' or 'moved'.
SELECT accept_repair($1::bytea, $2::bytea, $3::bigint, $4::bytea, $5::bytea, $6::date, $7::date, $8::int, $9, $10, $11,
                     $12, $13::bytea, $14::bytea, $15, $16::bytea, $17, $18::int, $19::int)
