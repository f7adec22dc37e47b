-- Adds names that the lexicon does not know: digests ($1), names ($2), the workshops that said them ($3), how often ($4). A name
-- is kept only when another workshop than the first says it as well.
WITH said AS (
    SELECT digest, min(phrase) AS phrase, (array_agg(DISTINCT workshop))[1:20] AS workshops, sum(count) AS count,
           (now() AT TIME ZONE 'Asia/Shanghai')::date AS today
      FROM unnest($1::bytea[], $2::text[], $3::bigint[], $4::bigint[]) AS one (digest, phrase, workshop, count)
     GROUP BY digest
     ORDER BY digest -- as everybody else does who adds at the same time
)
INSERT INTO unknown_phrase AS held (digest, phrase, workshops, count, first_day, last_day)
SELECT digest, CASE WHEN cardinality(workshops) > 1 THEN phrase END, workshops, count, today, today FROM said
ON CONFLICT (digest) DO UPDATE
   SET phrase = coalesce(held.phrase, CASE WHEN NOT excluded.workshops <@ held.workshops
                                           THEN (SELECT said.phrase FROM said WHERE said.digest = held.digest) END),
       workshops = (SELECT (array_agg(DISTINCT workshop))[1:20] FROM unnest(held.workshops || excluded.workshops) AS workshop),
       count = held.count + excluded.count,
       last_day = excluded.last_day
