/*
 * reply - the only way out
 *
 * Each of these ends the request and forgets it: afterwards x->req is NULL, and all that the exchange still
 * waits for is dropped, unless it is detached. All do nothing when the client has left or has its answer
 * already. Bodies live as long as the exchange or for ever.
 *
 * Every answer carries its length, a correlation id and the security header fields; personal ones are
 * `no-store`.
 */
#pragma once

#include "core/exchange.h"
#include "core/fault.h"

/* The correlation id of an answer that no exchange stands behind. */
#define NO_EXCHANGE "0000000000000000"

enum reply_cache {
    REPLY_NO_STORE,   /* personal, or an error */
    REPLY_REVALIDATE, /* private, no-cache */
    REPLY_HOUR,       /* public, an hour */
    REPLY_CHECKED,    /* public, no-cache */
    REPLY_FOR_GOOD    /* public: the address changes when the bytes do */
};

void reply_json(struct exchange *x, int status, enum reply_cache cache, h2o_iovec_t body);
void reply_page(struct exchange *x, int status, h2o_iovec_t html);

/* Likewise one that is sent often, with its packed form; empty: it has none. */
void reply_page_packed(struct exchange *x, int status, h2o_iovec_t html, h2o_iovec_t packed);
void reply_bytes(struct exchange *x, int status, enum reply_cache cache, const char *type, h2o_iovec_t body);

/* 303 See Other; `location` is a path of ours. */
void reply_redirect(struct exchange *x, const char *location);

/*
 * RFC 9457. `detail` says what this client can do about it and repeats nothing that it sent; NULL for none.
 * `pointer` is the JSON Pointer of the field at fault, or NULL. `extra` are further members, ready-made JSON
 * that begins with a comma, or NULL. A browser gets a page instead where the route has one
 * (exchange.explain), and whoever the exchange works for learns of it in place of both (exchange.refused).
 */
void reply_problem(struct exchange *x, enum fault fault, const char *detail, const char *pointer,
                   const char *extra);
void reply_fault(struct exchange *x, enum fault fault);

/* Likewise, where several things may be wrong: a document tells the first, exchange.refused learns of all. */
void reply_refusal(struct exchange *x, const struct refusal *refusal);

/*
 * An answer in parts, for what would be too much at once. `more` is called when the parts sent before are
 * gone, and their memory is the caller's again: no more is made than is read. Afterwards as with the others.
 */
struct reply_stream {
    h2o_generator_t generator;
    struct exchange *x;
    void (*more)(struct reply_stream *stream);
};
void reply_stream_begin(struct reply_stream *stream, struct exchange *x, const char *type,
                        void (*more)(struct reply_stream *stream));
void reply_stream_send(struct reply_stream *stream, h2o_iovec_t *parts, size_t count, bool last);

/* Ends the connection in the middle of it, so that nobody takes what was sent for all. */
void reply_stream_break(struct reply_stream *stream);

/* A header field of the answer to come; both live as long as the exchange. */
void reply_header(struct exchange *x, const char *name, const char *value);

/* The fields that every answer carries, for answers that h2o makes by itself. */
void reply_security_headers(h2o_req_t *req, const char *id);

/* The document of reply_problem(). */
h2o_iovec_t problem_document(h2o_mem_pool_t *pool, enum fault fault, const char *detail, const char *pointer,
                             const char *extra, const char *id);
