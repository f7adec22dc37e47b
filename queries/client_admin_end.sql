-- Ends an administrator's access ($1, the name) and sessions at once; says whether there was any.
WITH ended AS (
    UPDATE client_admin SET ended_at = now() WHERE name = $1 AND ended_at IS NULL RETURNING id
), sessions AS (
    DELETE FROM session USING ended WHERE session.client_admin_id = ended.id
), tickets AS (
    DELETE FROM client_admin_ticket USING ended WHERE client_admin_ticket.admin_id = ended.id
)
SELECT id FROM ended
