-- Whether a workshop is registered: by credit code and name, or without a credit code by licence and name.
SELECT code, password FROM workshop
 WHERE name = $3 AND CASE WHEN $1::text IS NULL THEN licence_no = $2::text ELSE credit_code = $1::text END
 ORDER BY id
 LIMIT 1
