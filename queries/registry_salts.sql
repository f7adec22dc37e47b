-- The salts of the registry's rows of some vehicles: their keys in hex, a comma between them.
SELECT encode(vehicle_key, 'hex'), salt
  FROM registry
 WHERE vehicle_key = ANY (SELECT decode(unnest(string_to_array($1, ',')), 'hex'))
