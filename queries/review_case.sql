-- A case for a reviewer ($2): whether the first decision was this one's, who decided, what the registry says of the vehicle,
-- which photos there are to look at, and the exporter that asks.
SELECT review.handle, review.kind, review.state, review.round, review.vin,
       (extract(epoch FROM review.asked_at) * 1000000)::bigint, (extract(epoch FROM review.decided_at) * 1000000)::bigint,
       review.reason, review.words, false, false, organisation.sealed,
       coalesce(review.decided_by = $2::bigint, false), staff.name, registry.holder_revision,
       registry.held_since,
       EXISTS (SELECT FROM ownership_now AS ownership
                WHERE ownership.vehicle_key = registry.vehicle_key AND ownership.account_id IS DISTINCT FROM review.account_id),
       (SELECT string_agg(name, ',' ORDER BY name DESC) FROM review_photo WHERE review_photo.review = review.handle), client.name
  FROM review
  LEFT JOIN client ON client.id = review.client_id
  LEFT JOIN organisation ON organisation.id = review.organisation_id
  LEFT JOIN staff ON staff.id = review.decided_by
  LEFT JOIN registry ON registry.vehicle_key = review.vehicle_key AND registry.ended IS NULL
 WHERE review.handle = $1
