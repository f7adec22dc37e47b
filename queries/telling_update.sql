-- How an account wants to be told from now on.
UPDATE account SET language = $2, sms_muted = string_to_array($3, ','), quiet_from = $4::smallint, quiet_to = $5::smallint
 WHERE id = $1::bigint
