-- Ends a key ($2) of the client of the administrator whose session ($1) this is; whether it was there and had not ended.
SELECT client_key_end($1::bytea, $2)
