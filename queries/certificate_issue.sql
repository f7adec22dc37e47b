-- Issues a certificate, or says why not: what came of it, the number, and the last day. Its columns are $1 to $17, with issued_at ($6) in seconds;
-- $18 its leaf in the log, $19 and $20 the owner's consent by code, or nulls.
SELECT fate, out_number, out_until
  FROM certificate_issue(
       ROW(0, $1::bytea, $2::bigint, $3::bytea, $4::text, $5::int, to_timestamp($6::float8), $7::date, $8::bigint, 'valid', NULL, NULL, NULL,
           true, $9::bytea, $10::text, $11::text, $12::text, $13::bytea, $14::bytea, $15::bytea, $16::bytea, $17::bytea)::certificate,
       $18::bytea, $19::bytea, $20::bytea)
