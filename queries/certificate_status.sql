-- Which version of the status list is the present one, and the key that signs now, if one does.
SELECT coalesce((SELECT max(state_no) FROM certificate), 0), held.kid, held.public_key, held.seed
  FROM (SELECT) AS one LEFT JOIN certificate_key_now AS held ON true
