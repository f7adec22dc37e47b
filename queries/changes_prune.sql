-- Drops the changes below an xmin that every process has long polled past (server/store/freshness.h), and that were passed on and
-- counted for their workshops.
DELETE FROM change
 WHERE xid < least($1::text::xid8, (SELECT low FROM feed_position), (SELECT low FROM workshop_position))
