-- Keeps vehicles that nobody has (their keys in hex, a comma between); a row for each that was not there.
INSERT INTO honey (vehicle_key)
SELECT DISTINCT decode(key, 'hex') FROM unnest(string_to_array($1, ',')) AS key
    ON CONFLICT DO NOTHING
RETURNING id
