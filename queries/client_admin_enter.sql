-- Opens a session ($3) in place of the browser's old one ($4) for the administrator of a ticket ($1) whose code of this time
-- step ($2) was right; no row when it, or a later one, has counted before.
WITH used AS (
    UPDATE client_admin SET totp_step = $2::bigint
      FROM client_admin_ticket AS ticket
     WHERE ticket.hash = $1::bytea AND ticket.expires_at > now() AND client_admin.id = ticket.admin_id
       AND client_admin.ended_at IS NULL AND client_admin.totp IS NOT NULL AND client_admin.totp_step < $2::bigint
    RETURNING client_admin.id
), gone AS (
    DELETE FROM client_admin_ticket USING used WHERE client_admin_ticket.hash = $1::bytea
), forgiven AS (
    DELETE FROM attempt USING used WHERE attempt.kind = 'second_factor' AND attempt.key = int8send(used.id)
), old AS (
    DELETE FROM session USING used WHERE session.hash = $4::bytea
)
INSERT INTO session (hash, client_admin_id) SELECT $3::bytea, id FROM used
RETURNING client_admin_id
