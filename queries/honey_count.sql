-- How many vehicles that nobody has are kept, and since when.
SELECT count(*), coalesce(to_char(max(added_at), 'YYYY-MM-DD'), '') FROM honey
