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

static const struct metric {
    const char *name, *help, *type, *suffix;
    size_t offset;
} metrics[] = {
#define COUNTER(name, help) {#name, help, "counter", "_total", offsetof(struct metrics, name)},
#define GAUGE(name, help)   {#name, help, "gauge", "", offsetof(struct metrics, name)},
    METRICS(COUNTER) GAUGES(GAUGE)
#undef COUNTER
#undef GAUGE
};

static uint64_t sum(const struct service *s, size_t offset)
{
    uint64_t total = 0;

    for (unsigned i = 0; i < s->loops; i++) {
        const char *loop = (const char *)&s->all[i]->metrics;
        total += atomic_load_explicit((const _Atomic uint64_t *)(const void *)(loop + offset),
                                      memory_order_relaxed);
    }
    return total;
}

void readyz_start(struct exchange *x)
{
    struct service *s = x->service;
    bool begun = sum(s, offsetof(struct metrics, loops_begun)) == s->loops;

    if (s->draining || !begun || !db_ready(s->db))
        reply_fault(x, FAULT_STORE_DOWN);
    else
        reply_json(x, 200, REPLY_NO_STORE, h2o_iovec_init(H2O_STRLIT("{\"status\":\"ready\"}\n")));
}

void metrics_start(struct exchange *x)
{
    enum { LINE = 256, COUNT = sizeof(metrics) / sizeof(metrics[0]) };
    char *text = exchange_alloc(x, LINE * COUNT), *end = text;

    for (const struct metric *m = metrics; m < metrics + COUNT; m++)
        end += snprintf(end, LINE, "# HELP chedang_%s%s %s.\n# TYPE chedang_%s%s %s\nchedang_%s%s %llu\n",
                        m->name, m->suffix, m->help, m->name, m->suffix, m->type, m->name, m->suffix,
                        (unsigned long long)sum(x->service, m->offset));
    reply_bytes(x, 200, REPLY_NO_STORE, "text/plain; version=0.0.4",
                h2o_iovec_init(text, (size_t)(end - text)));
}
