-- A client's ($1) case ($2): its vehicle, what was decided, when, why, and until when certificates are issued with it.
SELECT vehicle_key, state, (extract(epoch FROM asked_at) * 1000000)::bigint, (extract(epoch FROM decided_at) * 1000000)::bigint,
       reason, words, CASE state WHEN 'approved' THEN (extract(epoch FROM decided_at + interval '30 days') * 1000000)::bigint END,
       coalesce(decided_at < now() - interval '30 days', false)
  FROM review WHERE handle = $2 AND kind = 'export' AND client_id = $1::bigint
