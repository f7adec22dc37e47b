-- The open cases that this reviewer ($1) may decide, the oldest first, how many there are, and whether there are photos.
SELECT handle, kind, round, (extract(epoch FROM asked_at) * 1000000)::bigint, count(*) OVER (),
       EXISTS (SELECT FROM review_photo WHERE review_photo.review = review.handle)
  FROM review
 WHERE state = 'open' AND decided_by IS DISTINCT FROM $1::bigint
 ORDER BY asked_at, handle
 LIMIT $2::int
