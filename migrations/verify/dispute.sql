-- Verify chedang:dispute on pg
SELECT vehicle_key, id, handle, ownership, repair_id, workshop_id, kind, state, due_on, reminded_at, opened_at FROM chedang.dispute WHERE false;
SELECT vehicle_key, dispute_id, number, step, by, staff_id, taken_at, words FROM chedang.dispute_step WHERE false;
SELECT vehicle_key, repair_id, ownership, workshop_id, punctuality, attitude, quality, speed, price, rated_on FROM chedang.rating WHERE false;
SELECT workshop_id, ratings, punctuality, attitude, quality, speed, price FROM chedang.workshop_rating WHERE false;
SELECT missing_disputed FROM chedang.vehicle WHERE false;
SELECT 1 / (count(*) = 3)::int FROM pg_trigger WHERE tgname IN ('dispute_of_revision', 'dispute_of_moved', 'dispute_gone');
