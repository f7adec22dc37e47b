-- Makes the vehicles that are not there yet, in the order of their keys; keys and sealed VINs in hex, a comma between them.
INSERT INTO vehicle (key, vin)
SELECT decode(key, 'hex'), decode(vin, 'hex')
  FROM unnest(string_to_array($1, ','), string_to_array($2, ',')) AS made (key, vin)
 ORDER BY 1
ON CONFLICT (key) DO NOTHING
