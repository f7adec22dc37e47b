-- Deploy chedang:certificate_key to pg
BEGIN;
SET LOCAL search_path = chedang;

-- What certificates are signed with. One is published before it signs, signs for its time, and is trusted until the last
-- certificate that it signed has expired; one that is ended is not trusted for what was signed from that moment on.
CREATE TABLE certificate_key (
    kid           text PRIMARY KEY CHECK (length(kid) = 43), -- thumbprint (RFC 7638)
    public_key    bytea NOT NULL UNIQUE CHECK (length(public_key) = 32),
    seed          bytea NOT NULL,            -- sealed
    published_at  timestamptz NOT NULL DEFAULT now(),
    signs_from    timestamptz NOT NULL,
    signs_until   timestamptz NOT NULL CHECK (signs_until > signs_from),
    trusted_until timestamptz NOT NULL CHECK (trusted_until >= signs_until),
    ended_from    timestamptz,
    reason        text,                      -- the operator's, for people
    CHECK ((ended_from IS NULL) = (reason IS NULL))
);

-- Which one signs now: of those whose time it is, the one whose time began last.
CREATE VIEW certificate_key_now AS
    SELECT * FROM certificate_key
     WHERE signs_from <= now() AND signs_until > now() AND ended_from IS NULL
     ORDER BY signs_from DESC, kid LIMIT 1;

-- Trust lists as they were signed away from here, with a root key whose secret half is never here. The last counts.
CREATE TABLE certificate_trust_list (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    made_at  timestamptz NOT NULL DEFAULT now(),
    document text NOT NULL
);

GRANT SELECT ON certificate_key, certificate_key_now, certificate_trust_list TO chedang_serve;
COMMIT;
