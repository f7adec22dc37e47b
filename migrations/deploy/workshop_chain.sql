-- Deploy chedang:workshop_chain to pg
BEGIN;
SET LOCAL search_path = chedang;

-- Chains send for all their shops, by the ministry's interface. A shop that a chain has registered has no password (an empty one
-- opens for nobody); it is named by what the interface identifies it by.
ALTER TABLE workshop ADD COLUMN chain_id bigint REFERENCES workshop;
CREATE UNIQUE INDEX workshop_of_chain ON workshop (chain_id, name, licence_no, region) WHERE chain_id IS NOT NULL;
COMMIT;
