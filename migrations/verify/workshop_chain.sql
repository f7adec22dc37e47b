-- Verify chedang:workshop_chain on pg
SELECT chain_id FROM chedang.workshop WHERE false;
