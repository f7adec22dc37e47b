-- What follows from claims of an organisation ($1) for an account ($2): vehicles whose papers fit, with the handles, the
-- registry's revisions and the sealed plates of their ownerships ($3 to $6), those whose papers do not ($7), and how many it
-- may hold ($8). Keys and seals in hex; a comma between.
SELECT settled.number, settled.said
  FROM chedang.fleet_settle(
           $1, $2::bigint,
           ARRAY(SELECT decode(v, 'hex') FROM unnest(string_to_array($3, ',')) WITH ORDINALITY AS t (v, n) ORDER BY n),
           string_to_array($4, ','), string_to_array($5, ',')::int[],
           ARRAY(SELECT decode(v, 'hex') FROM unnest(string_to_array($6, ',')) WITH ORDINALITY AS t (v, n) ORDER BY n),
           ARRAY(SELECT decode(v, 'hex') FROM unnest(string_to_array($7, ',')) WITH ORDINALITY AS t (v, n) ORDER BY n),
           $8::int) AS settled
