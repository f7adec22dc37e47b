-- Ends an account, if this session is one of its own.
SELECT chedang.close_account($1::bigint, $2::bytea, $3::bytea)
