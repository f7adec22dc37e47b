-- Issues a certificate, or says why not: what came of it, the number, and the last day. Its columns are $1 to $17, with issued_at ($6) in
-- seconds; $18 its leaf in the log; its ground: $19 hash of the link's secret or of the request, $20 the code, $21 a document's
-- handle; and of its line in the trail the reference ($22) and the outcome ($23).
SELECT fate, out_number, out_until
  FROM certificate_issue(
       ROW(0, $1::bytea, $2::bigint, $3::bytea, $4::text, $5::int, to_timestamp($6::float8), $7::date, $8::bigint, 'valid', NULL, NULL, NULL,
           true, $9::bytea, $10::text, $11::text, $12::text, $13::bytea, $14::bytea, $15::bytea, $16::bytea, $17::bytea)::certificate,
       $18::bytea, $19::bytea, $20::bytea, $21::text, $22::text, $23::text)
