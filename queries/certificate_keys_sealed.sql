-- All keys that are trusted still, with the sealed seeds that they are made from, the latest first; times in seconds.
SELECT kid, public_key, seed, extract(epoch FROM published_at)::bigint, extract(epoch FROM signs_from)::bigint,
       extract(epoch FROM signs_until)::bigint, extract(epoch FROM trusted_until)::bigint, extract(epoch FROM ended_from)::bigint
  FROM certificate_key WHERE trusted_until > now() ORDER BY signs_from DESC, kid
