-- Takes the locks that accept_repair takes for these settlements, in one order for all who take several.
SELECT pg_advisory_xact_lock(lock)
  FROM (SELECT DISTINCT hashtextextended(workshop_id || number_index, 0) AS lock
          FROM unnest(string_to_array($1, ','), string_to_array($2, ',')) AS wanted (workshop_id, number_index)
         ORDER BY lock) AS ordered
