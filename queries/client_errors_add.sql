-- Adds to what clients ($1) were refused: the days since 1970 ($2), codes ($3), and how often ($4).
INSERT INTO client_error_day (client_id, day, code, count)
SELECT client_id, date '1970-01-01' + day, code, sum(count)
  FROM unnest($1::bigint[], $2::int[], $3::text[], $4::bigint[]) AS seen (client_id, day, code, count)
 GROUP BY 1, 2, 3
 ORDER BY 1, 2, 3 -- as everybody else does who adds at the same time
ON CONFLICT (client_id, day, code) DO UPDATE SET count = client_error_day.count + EXCLUDED.count
