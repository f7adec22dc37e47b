#include "endpoints/public/operate.h"

#include <stdio.h>

#include "core/date.h"
#include "core/service.h"
#include "http/reply.h"
#include "store/db.h"
#include "store/freshness.h"

void healthz_start(struct exchange *x)
{
    reply_json(x, 200, REPLY_NO_STORE, h2o_iovec_init(H2O_STRLIT("{\"status\":\"ok\"}\n")));
}

void readyz_start(struct exchange *x)
{
    struct service *s = x->service;

    if (s->draining || !db_ready(s->db))
        reply_fault(x, FAULT_STORE_DOWN);
    else
        reply_json(x, 200, REPLY_NO_STORE, h2o_iovec_init(H2O_STRLIT("{\"status\":\"ready\"}\n")));
}

struct counter {
    const char *name, *help;
    size_t offset;
};

static const struct counter counters[] = {
#define COUNTER(name, help) {#name, help, offsetof(struct metrics, name)},
    METRICS(COUNTER)
#undef COUNTER
};

static uint64_t sum(const struct service *s, size_t offset)
{
    uint64_t total = 0;

    for (unsigned i = 0; i < s->loops; i++) {
        const char *metrics = (const char *)&s->all[i]->metrics;
        total += atomic_load_explicit((const _Atomic uint64_t *)(const void *)(metrics + offset),
                                      memory_order_relaxed);
    }
    return total;
}

void metrics_start(struct exchange *x)
{
    enum { LINE = 256, COUNTERS = sizeof(counters) / sizeof(counters[0]) };
    char *text = exchange_alloc(x, LINE * COUNTERS), *end = text;

    for (size_t i = 0; i < COUNTERS; i++)
        end +=
            snprintf(end, LINE,
                     "# HELP chedang_%s_total %s.\n# TYPE chedang_%s_total counter\nchedang_%s_total %llu\n",
                     counters[i].name, counters[i].help, counters[i].name, counters[i].name,
                     (unsigned long long)sum(x->service, counters[i].offset));
    reply_bytes(x, 200, REPLY_NO_STORE, "text/plain; version=0.0.4",
                h2o_iovec_init(text, (size_t)(end - text)));
}
