-- A photo ($2) of an open case ($1) for a reviewer ($3) who may decide it; and that it was looked at.
WITH photo AS (
    SELECT review.handle, review.round, review_photo.name, review_photo.body
      FROM review
      JOIN review_photo ON review_photo.review = review.handle AND review_photo.name = $2
     WHERE review.handle = $1 AND review.state = 'open' AND review.decided_by IS DISTINCT FROM $3::bigint
), noted AS (
    INSERT INTO review_trail (staff_id, review, round, act, photo)
    SELECT $3::bigint, handle, round, 'looked', name FROM photo
)
SELECT body FROM photo
