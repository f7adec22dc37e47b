-- The names that two workshops or more have said and the lexicon does not know, the commonest first, $1 at most.
SELECT phrase, count, cardinality(workshops), first_day, last_day FROM unknown_phrase
 WHERE phrase IS NOT NULL ORDER BY count DESC, phrase LIMIT $1::int
