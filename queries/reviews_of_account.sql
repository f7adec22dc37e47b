-- The cases of an account and against it, the latest first; with whether photos of its are kept now.
SELECT handle, kind, state, round, vin, (extract(epoch FROM asked_at) * 1000000)::bigint,
       (extract(epoch FROM decided_at) * 1000000)::bigint, reason, words, account_id <> $1::bigint,
       EXISTS (SELECT FROM review_photo
                WHERE review_photo.review = review.handle
                  AND starts_with(review_photo.name, 'holder_') = (account_id <> $1::bigint)),
       (SELECT sealed FROM organisation WHERE organisation.id = review.organisation_id),
       (extract(epoch FROM opened_at) * 1000000)::bigint
  FROM review
 WHERE handle IN (SELECT handle FROM review WHERE account_id = $1::bigint
                   UNION ALL
                  SELECT review.handle
                    FROM review_holder AS holder
                    JOIN review ON review.against = holder.ownership
                   WHERE holder.account_id = $1::bigint)
 ORDER BY opened_at DESC
 LIMIT $2::int
