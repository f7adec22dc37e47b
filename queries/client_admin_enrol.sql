-- Likewise for an administrator who had no authenticator: the sealed key ($5) counts from now on, and ten recovery codes ($6,
-- their hashes). No row when there is one already.
WITH used AS (
    UPDATE client_admin SET totp = $5::bytea, totp_step = $2::bigint
      FROM client_admin_ticket AS ticket
     WHERE ticket.hash = $1::bytea AND ticket.expires_at > now() AND client_admin.id = ticket.admin_id
       AND client_admin.ended_at IS NULL AND client_admin.totp IS NULL
    RETURNING client_admin.id, client_admin.client_id
), gone AS (
    DELETE FROM client_admin_ticket USING used WHERE client_admin_ticket.admin_id = used.id
), codes AS (
    INSERT INTO client_admin_recovery (admin_id, hash) SELECT used.id, code FROM used, unnest($6::bytea[]) AS code
), forgiven AS (
    DELETE FROM attempt USING used WHERE attempt.kind = 'second_factor' AND attempt.key = int8send(used.id)
), old AS (
    DELETE FROM session USING used WHERE session.hash = $4::bytea
), noted AS (
    INSERT INTO client_admin_trail (client_id, admin_id, act) SELECT client_id, id, 'enrolled' FROM used
)
INSERT INTO session (hash, client_admin_id) SELECT $3::bytea, id FROM used
RETURNING client_admin_id
