/*
 * exchange - one HTTP request and everything done on its behalf
 *
 * An exchange is held by its request, until h2o disposes of that, and by every query, cache command or helper
 * job still outstanding. The last to let go frees it and all memory taken from exchange->pool. So a
 * continuation may use anything it finds in the exchange, and nothing that a library handed to an earlier
 * one.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <h2o.h>

#include "core/audience.h"
#include "core/fault.h"
#include "core/purpose.h"

struct service;
struct route;
struct form_parts;

enum { EXCHANGE_ID = 17, ADDRESS_TEXT = 46, SEGMENTS = 2, CLIENT_ID_TEXT = 17 };

/* Of the authority. Reviewers decide about documents, supervisors about what workshops leave unanswered. */
enum role { ROLE_NONE, ROLE_REVIEWER, ROLE_SUPERVISOR };

/* Who asks, as far as authenticate() found out; 0: nobody of that kind. A session is one's of account,
 * workshop, staff and client_admin; `client` has come with a token, `administered` is the session's. */
struct asker {
    int64_t client, account, workshop, staff, client_admin, administered;
    bool exports;                   /* what is administered is an exporter */
    struct terms terms;             /* of a client */
    char client_id[CLIENT_ID_TEXT]; /* as the client and the operator know it */
    int64_t slowed_until;           /* wall clock, seconds; in the past: it is not slowed */
    enum role role;
    uint8_t session[32]; /* keyed hash of the session's token */
    unsigned unread;     /* notices of an owner, up to a hundred */
};

/* What a limit that was asked says of itself in the RateLimit and RateLimit-Policy header fields. */
struct told_limit {
    const char *name;                     /* constant */
    long most, window, remaining, resets; /* the latter in seconds from now */
};
enum { TOLD_LIMITS = 5 };

/* What somebody is refused for: `detail` and `pointer` as in reply_problem(), or NULL. */
struct refusal {
    enum fault fault;
    const char *detail, *pointer;
    const struct refusal *next; /* what else is wrong with the same request; NULL: nothing */
};

static inline bool asker_signed_in(const struct asker *asker)
{
    return asker->account != 0 || asker->workshop != 0 || asker->staff != 0 || asker->client_admin != 0;
}

struct exchange {
    h2o_req_t *req;          /* NULL once the client is answered or gone */
    h2o_mem_pool_t pool;     /* all memory of this exchange */
    struct service *service; /* this loop's stores, keys and settings */
    const struct route *route;
    enum audience audience; /* set by authenticate() */
    struct asker asker;
    h2o_iovec_t segment[SEGMENTS]; /* what stands for each ':…' of the route's path; belongs to the request */
    const struct form_parts *parts; /* of a form with files, once they are read; else NULL */
    bool detached;                  /* goes on to its end even when the client leaves */
    bool waiting;                   /* the socket is read for a client that speaks early */
    h2o_buffer_t *request_bytes;    /* what the socket had read by then; the request lies in it */
    unsigned *photo_place;          /* the service's count that it is one of, which its end gives back */
    bool close_after;               /* the connection ends with this answer */
    const char *referrer_policy;    /* where the address itself must not be told; NULL: same-origin */
    bool uses_camera;               /* a page that may ask the browser for it */
    void (*explain)(struct exchange *x,
                    enum fault fault); /* replies with a page for people; NULL: a document */
    /* Who learns of a refusal in place of the client, once: a form, or a line of a batch. NULL: nobody. */
    void (*refused)(void *state, const struct refusal *refusal);
    void *refused_state;
    char id[EXCHANGE_ID];       /* random; the client is told it and the log shows it */
    char address[ADDRESS_TEXT]; /* see address_of(); never logged */
    int64_t began;              /* monotonic, ns */
    struct told_limit told[TOLD_LIMITS];
    unsigned told_count;
    long retry_after; /* seconds, with the faults of status 429 */
};

struct exchange *exchange_begin(h2o_req_t *req, struct service *service);

/* Keeps the client's socket in the kernel's list while the exchange waits: saves two epoll_ctl each. */
void exchange_wait(struct exchange *x);

/* For what a loop does on its own behalf, without a request: detached, ended by exchange_release(). */
struct exchange *exchange_housekeeping(struct service *service);

/* A part of a long answer, with memory of its own: asks as `x` does, goes on when the client leaves, ended by
 * exchange_release(). */
struct exchange *exchange_part(const struct exchange *x);

/* Zeroed memory that lives as long as the exchange. */
#define exchange_new(x, type) ((type *)exchange_alloc((x), sizeof(type)))
void *exchange_alloc(struct exchange *x, size_t size);

/* Formatted text that lives as long as the exchange. */
const char *exchange_text(struct exchange *x, const char *format, ...)
    __attribute__((format(printf, 2, 3), nonnull(2)));

/* A copy that lives as long as the exchange; NULL stays NULL. */
const char *exchange_kept(struct exchange *x, const char *text);

/* A segment of the path as text. */
const char *segment_text(struct exchange *x, size_t number);

/* Hands over something of another library, to be destroyed with the exchange. */
void exchange_adopt(struct exchange *x, void *object, void (*destroy)(void *object));

/* In the order of asking; one more than there is room for is not told. */
static inline void exchange_tell(struct exchange *x, struct told_limit limit)
{
    if (x->told_count < TOLD_LIMITS)
        x->told[x->told_count++] = limit;
}

/*
 * Store, cache and helper threads hold the exchange while they work, and ask whether anybody still wants the
 * answer before they run a continuation.
 */
void exchange_hold(struct exchange *x);
void exchange_release(struct exchange *x);
static inline bool exchange_wanted(const struct exchange *x)
{
    return x->req != NULL || x->detached;
}
