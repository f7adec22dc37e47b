-- Keeps a trust list that was signed just now ($1).
INSERT INTO certificate_trust_list (document) VALUES ($1)
