-- Opens a client's case, with its photos; see the function.
SELECT fate, out_handle
  FROM certificate_document_open($1, $2::bigint, $3::bytea, $4::bytea, $5::text[], $6::bytea[], $7::int)
