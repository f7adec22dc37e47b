-- Tries an owner's code ($4) at a client's ($1) request ($3) for a vehicle ($2): what came of it, and the certificate that this
-- Idempotency-Key ($5) has made meanwhile; see the function.
SELECT fate, out_number, out_until, out_body
  FROM certificate_code_try($1::bigint, $2::bytea, $3::bytea, $4::bytea, $5::bytea)
