-- For how many days certificates can be signed with the keys that there are; null when none signs now.
SELECT CASE WHEN EXISTS (SELECT FROM certificate_key_now)
            THEN extract(epoch FROM (SELECT max(signs_until) FROM certificate_key WHERE ended_from IS NULL) - now())::bigint / 86400 END
