/*
 * timers - the durations that a loop waits for
 *
 * In this h2o a timeout is a queue of one duration, so there is one for each duration in use, made with the
 * service. Entries must be unlinked before their memory goes. They follow the wall clock: what must be exact
 * asks clock_monotonic() when it is called.
 */
#pragma once

#include <h2o.h>

struct service;

enum timer {
    TIMER_MOMENT, /* 1 ms */
    TIMER_TICK,   /* 5 ms */
    TIMER_LEASE,  /* settings: lease_ms */
    TIMER_POLL,   /* settings: poll_ms */
    TIMER_REDIS,  /* settings: redis_timeout_ms */
    TIMER_DB,     /* settings: db_timeout_ms */
    TIMER_RETRY,  /* 200 ms: before connecting again */
    TIMER_SECOND, /* 1 s: housekeeping */
    TIMER_MINUTE,
    TIMER_COUNT
};

struct timers {
    h2o_timeout_t timeout[TIMER_COUNT];
};

void timers_init(struct timers *timers, struct service *service);
void timers_finish(struct timers *timers, struct service *service);

/* `entry->cb` is set by the caller. The entry is not linked yet. */
void timer_set(struct service *service, enum timer timer, h2o_timeout_entry_t *entry);
