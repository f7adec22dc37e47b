-- All keys that certificates are or were signed with, for people: kid, what it does, from when and until when it signs, until when
-- it is trusted, why it was ended.
SELECT kid, CASE WHEN ended_from IS NOT NULL THEN 'ended'
                 WHEN kid = (SELECT kid FROM certificate_key_now) THEN 'signs'
                 WHEN signs_from > now() THEN 'waits'
                 WHEN trusted_until > now() THEN 'trusted' ELSE 'over' END,
       to_char(signs_from AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), to_char(signs_until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
       to_char(trusted_until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
       coalesce(to_char(ended_from AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), ''), coalesce(reason, '')
  FROM certificate_key ORDER BY signs_from DESC, kid
