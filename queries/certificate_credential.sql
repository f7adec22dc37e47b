-- What a client ($1) has signed of a certificate ($2): the sealed credential, the sealed text of the paper's code, the place in the
-- log, and the language.
SELECT credential, paper, id, language FROM certificate WHERE client_id = $1::bigint AND number = $2::bytea
