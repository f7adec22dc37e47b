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

/* What this loop has made last. */
struct status_kept {
    int64_t version, made_at;
    char kid[THUMBPRINT_TEXT];
    h2o_iovec_t bytes; /* without a length: nothing yet */
};

struct making {
    struct exchange *x;
    struct signing signing;
    int64_t version;
    const char *superseded, *withdrawn; /* their indexes */
    struct status_list list;
    h2o_mem_pool_t pool; /* the helper thread's */
    h2o_iovec_t bytes;
    bool good;
};

static continuation status_on_version, status_on_entries, status_on_made;

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

    if (kept->bytes.len == 0 || kept->version != version)
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

static void status_on_version(void *state, const struct answer *answer)
{
    enum { VERSION, KID };
    struct exchange *x = state;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    if (is_good(x->service->status_kept, rows_number(answer->rows, 0, VERSION),
                rows_text(answer->rows, 0, KID))) {
        reply_kept(x);
        return;
    }
    struct making *m = exchange_new(x, struct making);
    m->x = x;
    h2o_mem_init_pool(&m->pool);
    exchange_adopt(x, m, clear_pool);
    if (!signing_read(&x->pool, x->service->keys, answer->rows, 0, KID, &m->signing))
        reply_fault(x, FAULT_NO_SIGNING_KEY);
    else
        db_read(x, QUERY_CERTIFICATE_STATUS_ENTRIES, (struct db_values){0}, status_on_entries, m);
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
    uint8_t *bits = h2o_mem_alloc_pool(&m->pool, length);

    memset(bits, 0, length);
    put_all(bits, m->superseded, STATUS_SUPERSEDED);
    put_all(bits, m->withdrawn, STATUS_WITHDRAWN);
    m->list.bits = bits;
    m->good = status_list_make(&m->pool, &m->list, m->signing.seed, &m->bytes);
    sodium_memzero(m->signing.seed, sizeof(m->signing.seed));
}

static void status_on_entries(void *state, const struct answer *answer)
{
    enum { VERSION, GREATEST, SUPERSEDED, WITHDRAWN };
    struct making *m = state;
    struct exchange *x = m->x;
    int64_t now = clock_wall() / 1000000;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
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
    *kept = (struct status_kept){.version = m->version,
                                 .made_at = m->list.made_at,
                                 .bytes = h2o_strdup(NULL, m->bytes.base, m->bytes.len)};
    strcpy(kept->kid, m->signing.kid);
}

static void status_on_made(void *state, const struct answer *answer)
{
    struct making *m = state;
    struct exchange *x = m->x;

    if (failed(answer->fault) || !m->good) {
        reply_fault(x, failed(answer->fault) ? answer->fault : FAULT_BUG);
        return;
    }
    if (x->service->status_kept->version <=
        m->version) /* another request may have made a later one meanwhile */
        keep(m);
    published_reply(x, m->bytes);
}
