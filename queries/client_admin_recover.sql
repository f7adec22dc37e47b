-- Likewise by a recovery code ($2, its hash), which counts once.
WITH used AS (
    UPDATE client_admin_recovery AS code SET used_at = now()
      FROM client_admin_ticket AS ticket
      JOIN client_admin ON client_admin.id = ticket.admin_id AND client_admin.ended_at IS NULL
     WHERE ticket.hash = $1::bytea AND ticket.expires_at > now()
       AND code.admin_id = ticket.admin_id AND code.hash = $2::bytea AND code.used_at IS NULL
    RETURNING client_admin.id, client_admin.client_id
), gone AS (
    DELETE FROM client_admin_ticket USING used WHERE client_admin_ticket.hash = $1::bytea
), forgiven AS (
    DELETE FROM attempt USING used WHERE attempt.kind = 'second_factor' AND attempt.key = int8send(used.id)
), old AS (
    DELETE FROM session USING used WHERE session.hash = $4::bytea
), noted AS (
    INSERT INTO client_admin_trail (client_id, admin_id, act) SELECT client_id, id, 'recovered' FROM used
)
INSERT INTO session (hash, client_admin_id) SELECT $3::bytea, id FROM used
RETURNING client_admin_id
