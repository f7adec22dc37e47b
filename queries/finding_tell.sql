-- Tells owners of records with one of these findings ($1) that workshops left as they are since before a day ($2).
SELECT finding_tell($1::text[], $2::date)
