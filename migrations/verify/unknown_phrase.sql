-- Verify chedang:unknown_phrase on pg
SELECT digest, phrase, workshops, count, first_day, last_day FROM chedang.unknown_phrase WHERE false;
