-- Whose code a sign-in under way ($1, its ticket) waits for: the name, whether there is an authenticator, and the sealed key
-- for a new one.
SELECT client_admin.name, client_admin.totp IS NOT NULL, ticket.key
  FROM client_admin_ticket AS ticket
  JOIN client_admin ON client_admin.id = ticket.admin_id
 WHERE ticket.hash = $1::bytea AND ticket.expires_at > now() AND ticket.tries < 5 AND client_admin.ended_at IS NULL
