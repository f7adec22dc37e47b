-- All entries of the status list that are not valid: their state and their indexes, a comma between them; which version that is, and
-- the greatest index there is.
SELECT coalesce((SELECT max(state_no) FROM certificate), 0), (SELECT max(status_index) FROM certificate),
       string_agg(status_index::text, ',') FILTER (WHERE state = 'superseded'),
       string_agg(status_index::text, ',') FILTER (WHERE state = 'withdrawn')
  FROM certificate WHERE state_no IS NOT NULL
