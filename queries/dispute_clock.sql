-- Takes a step of the clock ($1) with all disputes in these states ($2) whose turn ends before this day ($6), some hundreds
-- at a time, in the order of the vehicles' keys; with no state to go to ($3) each once in its turn.
SELECT count(dispute_take(handle, 'clock', NULL, $1, $2::text[], $3, $4::date, NULL, $5, NULL))
  FROM (SELECT handle FROM dispute
         WHERE state = ANY ($2::text[]) AND due_on < $6::date AND ($3::text IS NOT NULL OR reminded_at IS NULL)
         ORDER BY vehicle_key, id
         LIMIT 500) AS due
