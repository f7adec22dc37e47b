#include "endpoints/certificate/status.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "certificate/status_list.h"
#include "core/date.h"
#include "core/offload.h"
#include "core/service.h"
#include "endpoints/certificate/held.h"
#include "endpoints/certificate/published.h"
#include "http/reply.h"
#include "store/certificate_store.h"
#include "store/db.h"

enum { KEPT_SECONDS = 3600 };

/* What this loop has made last, and what it is making. */
struct status_kept {
    int64_t version, made_at;
    char kid[THUMBPRINT_TEXT];
    h2o_iovec_t bytes; /* without a length: nothing yet */
    struct making *making;
};

/* On nobody's behalf: all who want a list while it is made wait for it. */
struct making {
    struct exchange *x; /* its own */
    h2o_linklist_t waiting;
    struct signing signing;
    int64_t version;
    const char *superseded, *withdrawn; /* their indexes */
    struct status_list list;
    const struct keys *keys;
    h2o_mem_pool_t pool; /* the helper thread's */
    h2o_iovec_t bytes;
    bool opened, good;
};

/* Wants a list that is not older than this version. */
struct wanting {
    struct exchange *x;
    int64_t version;
};

static continuation status_on_version, status_on_entries, status_on_made, status_on_list;

struct status_kept *status_kept_create(void)
{
    struct status_kept *kept = calloc(1, sizeof(*kept));

    if (kept == NULL)
        abort();
    return kept;
}

void status_kept_destroy(struct status_kept *kept)
{
    free(kept->bytes.base);
    free(kept);
}

void certificate_status_start(struct exchange *x)
{
    db_read(x, QUERY_CERTIFICATE_STATUS, (struct db_values){0}, status_on_version, x);
}

/* With no key to sign with it is good as long as it says itself. */
static bool is_good(const struct status_kept *kept, int64_t version, const char *kid)
{
    int64_t age = clock_wall() / 1000000 - kept->made_at;

    if (kept->bytes.len == 0 || kept->version < version)
        return false;
    return kid == NULL ? age < STATUS_VALID_SECONDS : age < KEPT_SECONDS && strcmp(kid, kept->kid) == 0;
}

/* A copy, since another answer may put its own in this one's place while it is sent. */
static void reply_kept(struct exchange *x)
{
    h2o_iovec_t bytes = x->service->status_kept->bytes;

    published_reply(x, h2o_strdup(&x->pool, bytes.base, bytes.len));
}

static void clear_pool(void *making)
{
    struct making *m = making;

    h2o_mem_clear_pool(&m->pool);
}

static struct making *begin(const struct exchange *x)
{
    struct exchange *own = exchange_housekeeping(x->service);
    struct making *m = exchange_new(own, struct making);

    *m = (struct making){.x = own, .keys = x->service->keys};
    h2o_linklist_init_anchor(&m->waiting);
    h2o_mem_init_pool(&m->pool);
    exchange_adopt(own, m, clear_pool);
    x->service->status_kept->making = m;
    db_read(own, QUERY_CERTIFICATE_STATUS_ENTRIES, (struct db_values){0}, status_on_entries, m);
    return m;
}

static void want(struct wanting *w)
{
    struct status_kept *kept = w->x->service->status_kept;
    struct making *m = kept->making == NULL ? begin(w->x) : kept->making;
    struct pending *p = pending_new(sizeof(*p), w->x, status_on_list, w);

    h2o_linklist_insert(&m->waiting, &p->link);
}

static void status_on_version(void *state, const struct answer *answer)
{
    enum { VERSION, KID };
    struct exchange *x = state;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    int64_t version = rows_number(answer->rows, 0, VERSION);
    if (is_good(x->service->status_kept, version, rows_text(answer->rows, 0, KID))) {
        reply_kept(x);
        return;
    }
    struct wanting *w = exchange_new(x, struct wanting);
    *w = (struct wanting){x, version};
    want(w);
}

/* What was under way when it was asked for may have been read too early. */
static void status_on_list(void *state, const struct answer *answer)
{
    struct wanting *w = state;

    if (failed(answer->fault))
        reply_fault(w->x, answer->fault);
    else if (w->x->service->status_kept->version < w->version)
        want(w);
    else
        reply_kept(w->x);
}

static void end(struct making *m, enum fault fault)
{
    struct exchange *own = m->x;

    own->service->status_kept->making = NULL;
    while (!h2o_linklist_is_empty(&m->waiting))
        pending_finish(H2O_STRUCT_FROM_MEMBER(struct pending, link, m->waiting.next),
                       &(struct answer){.fault = fault});
    own->detached = false;
    exchange_release(own);
}

static void put_all(uint8_t *bits, const char *indexes, enum certificate_status status)
{
    char *end;

    for (const char *at = indexes; at != NULL && *at != '\0'; at = *end == ',' ? end + 1 : end)
        status_put(bits, (unsigned)strtoul(at, &end, 10), status);
}

/* On a helper thread. */
static void make(void *state)
{
    struct making *m = state;
    size_t length = m->list.entries / STATUS_PER_BYTE;
    uint8_t *bits = h2o_mem_alloc_pool(&m->pool, length), seed[SEED_BYTES];

    memset(bits, 0, length);
    put_all(bits, m->superseded, STATUS_SUPERSEDED);
    put_all(bits, m->withdrawn, STATUS_WITHDRAWN);
    m->list.bits = bits;
    m->opened = signing_open(m->keys, &m->signing, seed);
    m->good = m->opened && status_list_make(&m->pool, &m->list, seed, &m->bytes);
    sodium_memzero(seed, sizeof(seed));
}

static void status_on_entries(void *state, const struct answer *answer)
{
    enum { VERSION, GREATEST, SUPERSEDED, WITHDRAWN, SIGNING };
    struct making *m = state;
    struct exchange *x = m->x;
    int64_t now = clock_wall() / 1000000;

    if (failed(answer->fault) || !signing_read(&x->pool, answer->rows, 0, SIGNING, &m->signing)) {
        end(m, failed(answer->fault) ? answer->fault : FAULT_NO_SIGNING_KEY);
        return;
    }
    m->version = rows_number(answer->rows, 0, VERSION);
    m->superseded = exchange_kept(x, rows_text(answer->rows, 0, SUPERSEDED));
    m->withdrawn = exchange_kept(x, rows_text(answer->rows, 0, WITHDRAWN));
    m->list = (struct status_list){.issuer = certificate_issuer(x),
                                   .made_at = now,
                                   .valid_until = now + STATUS_VALID_SECONDS,
                                   .entries = STATUS_ENTRIES_LEAST};
    while (m->list.entries <= rows_number(answer->rows, 0, GREATEST))
        m->list.entries *= 2;
    offload_run(x, x->service->offload, make, status_on_made, m);
}

static void keep(const struct making *m)
{
    struct status_kept *kept = m->x->service->status_kept;

    free(kept->bytes.base);
    kept->version = m->version;
    kept->made_at = m->list.made_at;
    kept->bytes = h2o_strdup(NULL, m->bytes.base, m->bytes.len);
    strcpy(kept->kid, m->signing.kid);
}

static void status_on_made(void *state, const struct answer *answer)
{
    struct making *m = state;

    if (!failed(answer->fault) && m->good)
        keep(m);
    end(m, failed(answer->fault) ? answer->fault : m->good ? FAULT_NONE : signing_refused(m->opened));
}
