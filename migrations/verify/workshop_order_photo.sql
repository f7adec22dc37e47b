-- Verify chedang:workshop_order_photo on pg
SELECT workshop_id, number_index, name, body, taken_at FROM chedang.workshop_order_photo WHERE false;
