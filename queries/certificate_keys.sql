-- All keys that certificates are or were signed with, the latest first; times in seconds.
SELECT kid, public_key, extract(epoch FROM published_at)::bigint, extract(epoch FROM signs_from)::bigint,
       extract(epoch FROM signs_until)::bigint, extract(epoch FROM trusted_until)::bigint, extract(epoch FROM ended_from)::bigint
  FROM certificate_key ORDER BY signs_from DESC, kid
