-- The salts of the registry's rows of some vehicles, in their order; null where there is none. Keys in hex, a comma between.
SELECT encode(registry.salt, 'hex')
  FROM unnest(string_to_array($1, ',')) WITH ORDINALITY AS wanted (key, n)
  LEFT JOIN registry ON registry.vehicle_key = decode(wanted.key, 'hex')
 ORDER BY wanted.n
