-- How a workshop stands, by id ($1) or, of the authority, by its code ($2); a row for each sign, one of nulls where there is none.
SELECT workshop.id, workshop.code, workshop.name, workshop.class, workshop.region, standing.judged_on, standing.weight,
       standing.records, standing.sums, standing.last_day, sign.code, sign.part, sign.whole, sign.chance, sign.since
  FROM workshop
  LEFT JOIN workshop_standing AS standing ON standing.workshop_id = workshop.id
  LEFT JOIN workshop_sign AS sign ON sign.workshop_id = workshop.id
 WHERE CASE WHEN $1::bigint IS NULL THEN workshop.code = $2::text ELSE workshop.id = $1::bigint END
 ORDER BY sign.code
