-- All of the authority, the first first.
SELECT role, to_char(created_at, 'YYYY-MM-DD'), coalesce(to_char(ended_at, 'YYYY-MM-DD'), ''), name FROM staff ORDER BY id
