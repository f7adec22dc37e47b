-- Workshops with signs, what weighs most first; of a province ($1, two digits) and a class ($2) alone where these are given.
SELECT workshop.code, workshop.name, workshop.class, region.name_zh, region.name_en, standing.weight, standing.records, standing.last_day,
       string_agg(sign.code, ',' ORDER BY sign.code), count(*) OVER ()
  FROM workshop_standing AS standing
  JOIN workshop ON workshop.id = standing.workshop_id
  JOIN workshop_sign AS sign ON sign.workshop_id = workshop.id
  LEFT JOIN region ON region.code = left(workshop.region, 2) || '0000'
 WHERE ($1::text IS NULL OR left(workshop.region, 2) = $1::text) AND ($2::int IS NULL OR workshop.class = $2::int)
 GROUP BY workshop.id, region.code, standing.workshop_id
 ORDER BY standing.weight DESC, standing.records DESC, workshop.id
 LIMIT $3::int
