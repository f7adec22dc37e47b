-- A case of this account's, or against it; with whether photos of its are kept now.
SELECT handle, kind, state, round, vin, (extract(epoch FROM asked_at) * 1000000)::bigint,
       (extract(epoch FROM decided_at) * 1000000)::bigint, reason, words, account_id <> $2::bigint,
       EXISTS (SELECT FROM review_photo
                WHERE review_photo.review = review.handle
                  AND starts_with(review_photo.name, 'holder_') = (account_id <> $2::bigint)),
       (SELECT sealed FROM organisation WHERE organisation.id = review.organisation_id)
  FROM review
 WHERE handle = $1
   AND (account_id = $2::bigint OR EXISTS (SELECT FROM review_holder AS holder
                                            WHERE holder.ownership = against AND holder.account_id = $2::bigint))
