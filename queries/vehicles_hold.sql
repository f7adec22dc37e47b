-- Locks these vehicles in the order of their keys, as everybody does who touches several.
SELECT FROM vehicle
 WHERE key IN (SELECT decode(unnest(string_to_array($1, ',')), 'hex'))
 ORDER BY key
   FOR NO KEY UPDATE
