-- How far the feed of a client ($1) goes, up to which event it is kept no more, and when it last told of anything (microseconds).
SELECT coalesce(last, 0), coalesce(forgotten, 0),
       (SELECT (extract(epoch FROM noted_at) * 1000000)::bigint FROM feed WHERE feed.client_id = asked.client_id ORDER BY seq DESC LIMIT 1)
  FROM (SELECT $1::bigint AS client_id) AS asked
  LEFT JOIN feed_head ON feed_head.client_id = asked.client_id
