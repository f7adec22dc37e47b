-- Revert chedang:review from pg
BEGIN;
SET LOCAL search_path = chedang;
DROP TRIGGER review_of_closed ON account;
DROP TRIGGER review_of_unheld ON ownership;
DROP FUNCTION review_of_closed(), review_of_unheld(), review_decide(text, bigint, text, bytea, int, text),
    review_award(review, text, int), claim_grant(text, bigint, bytea, int, bytea),
    review_send(text, bigint, text[], bytea[]), review_open(text, bigint, text, bytea, bytea, text[], bytea[], int),
    review_photos(text, text[], bytea[]);
DROP VIEW review_holder;
DROP TABLE review_trail, review_photo, review;
COMMIT;
