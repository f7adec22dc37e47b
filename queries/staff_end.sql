-- Ends somebody's access and sessions at once; says whether there was any.
WITH ended AS (
    UPDATE staff SET ended_at = now() WHERE name = $1 AND ended_at IS NULL RETURNING id
), sessions AS (
    DELETE FROM session USING ended WHERE session.staff_id = ended.id
)
SELECT id FROM ended
