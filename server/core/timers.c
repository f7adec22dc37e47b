#include "core/timers.h"

#include "core/service.h"
#include "core/settings.h"

void timers_init(struct timers *timers, struct service *service)
{
    const struct settings *s = service->settings;
    const long duration[TIMER_COUNT] = {
        [TIMER_MOMENT] = 1,
        [TIMER_TICK] = 5,
        [TIMER_LEASE] = s->lease_ms,
        [TIMER_POLL] = s->poll_ms,
        [TIMER_REDIS] = s->redis_timeout_ms,
        [TIMER_DB] = s->db_timeout_ms,
        [TIMER_RETRY] = 200,
        [TIMER_SECOND] = 1000,
        [TIMER_MINUTE] = 60000,
    };

    for (enum timer t = 0; t < TIMER_COUNT; t++)
        h2o_timeout_init(service->http.loop, &timers->timeout[t], (uint64_t)duration[t]);
}

void timers_finish(struct timers *timers, struct service *service)
{
    for (enum timer t = 0; t < TIMER_COUNT; t++)
        h2o_timeout_dispose(service->http.loop, &timers->timeout[t]);
}

void timer_set(struct service *service, enum timer timer, h2o_timeout_entry_t *entry)
{
    h2o_timeout_link(service->http.loop, &service->timers.timeout[timer], entry);
}
