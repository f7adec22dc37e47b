-- The trust list that was signed last.
SELECT document FROM certificate_trust_list ORDER BY id DESC LIMIT 1
