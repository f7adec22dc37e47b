-- An order is a record now.
DELETE FROM workshop_order WHERE workshop_id = $1::bigint AND number_index = $2::bytea
