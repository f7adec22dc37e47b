-- All entries of the status list that are not valid: their state and their indexes, a comma between them; which version that is, the
-- greatest index there is, and the key that signs now. What has expired more than a day ago is no more among them; its index stays
-- its own.
SELECT coalesce((SELECT max(state_no) FROM certificate), 0), (SELECT max(status_index) FROM certificate), listed.superseded, listed.withdrawn,
       held.kid, held.public_key, held.seed
  FROM (SELECT string_agg(status_index::text, ',') FILTER (WHERE state = 'superseded') AS superseded,
               string_agg(status_index::text, ',') FILTER (WHERE state = 'withdrawn') AS withdrawn
          FROM certificate
         WHERE state_no IS NOT NULL AND certificate_ends(valid_until) > now() - interval '1 day') AS listed
  LEFT JOIN certificate_key_now AS held ON true
