-- Deploy chedang:share_look to pg
BEGIN;
SET LOCAL search_path = chedang;

-- Which client looked with the link instead of a browser, and what for; null when it was a browser.
ALTER TABLE share_opening
    ADD COLUMN client_id bigint REFERENCES client,
    ADD COLUMN purpose   text CHECK (purpose ~ '^[a-z_]{1,40}$'),
    ADD CONSTRAINT share_opening_look CHECK ((client_id IS NULL) = (purpose IS NULL));
COMMIT;
