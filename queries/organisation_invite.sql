-- Asks somebody into an organisation ($1) for an account ($2): handle of the invitation, index and seal of the number, role,
-- and the message.
SELECT chedang.organisation_invite($1, $2::bigint, $3, $4::bytea, $5::bytea, $6, $7::bytea)
