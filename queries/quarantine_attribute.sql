-- Stores what was kept apart with the VIN that it should have had; says 'not yours', 'done', or as repair_accept.sql.
SELECT quarantine_attribute($1::bytea, $2::bytea, $3::bigint, $4::bytea, $5::bytea, $6::date, $7::date, $8::int, $9, $10,
                            $11, $12, $13::bytea, $14::bytea, $15, $16::bytea, $17, $18::int, $19::int, $20::bigint)
