-- Verify chedang:share_look on pg
SELECT client_id, purpose FROM chedang.share_opening WHERE false;
