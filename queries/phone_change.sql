-- Gives an account another number.
SELECT chedang.change_phone($1::bigint, $2::bytea, $3::bytea, $4::bytea, $5::bytea, $6::bytea, $7::bytea, $8::bytea)
