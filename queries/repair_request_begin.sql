-- Begins a request of a client ($1) with an Idempotency-Key ($2, its hash; $3, that of the request): what it is to be, and how it was
-- answered before.
SELECT fate, status, answer FROM repair_request_begin($1::bigint, $2::bytea, $3::bytea)
