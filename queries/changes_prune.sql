-- Drops the changes below an xmin that every process has long polled past; see server/store/freshness.h.
DELETE FROM change WHERE xid < $1::text::xid8
