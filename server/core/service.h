/*
 * service - everything one event loop owns, as pointers to structs that only their modules know
 *
 * Between loops nothing is shared but constants, the helper threads and counters.
 */
#pragma once

#include <stdbool.h>

#include <h2o.h>

#include "core/metrics.h"
#include "core/timers.h"

enum { FEED_WAITERS = 256 };

struct service {
    h2o_context_t http; /* with the event loop */
    const struct settings *settings;
    struct timers timers;
    const struct keys *keys;
    struct offload *offload, *photo_offload, *flush_offload; /* shared by all loops */
    h2o_multithread_receiver_t offloaded;
    struct db *db;
    struct cache *cache;
    struct summaries *summaries;
    struct freshness *freshness;
    struct trail *trail;
    struct limits *limits;
    struct clients *clients;
    struct client_errors *client_errors;
    struct vehicle_limit *vehicle_limit;
    struct repeat_limit *repeat_limit;
    struct suspects *suspects;
    struct honey *honey;
    struct templates *templates;
    const struct certificate_words *certificate_words; /* shared by all loops */
    struct static_files *static_files;
    struct docs *docs;
    struct status_kept *status_kept;
    struct metrics metrics;
    /* Clients that wait for a change; 0: nobody. */
    int64_t feed_waiter[FEED_WAITERS];
    struct service *const *all;      /* the loops of this process; of the others, read only their metrics */
    unsigned number, loops;          /* of this loop, from 0; and how many there are */
    unsigned exchanges;              /* under way */
    unsigned photo_exchanges;        /* of these, by a door that takes photos */
    unsigned upload_photo_exchanges; /* likewise, of workshops' programs */
    unsigned late;                   /* of these, held back for the sandbox */
    unsigned connections;            /* open */
    bool draining;                   /* no more connections; ends when the exchanges have */
};
