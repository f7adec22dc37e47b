/* client_feed_page - how far a client's change feed goes, and what became of it on the way to its webhooks */
#pragma once

#include "render/page.h"

enum { CLIENT_WEBHOOKS_MOST = 5, CLIENT_DELIVERIES_MOST = 50 };

struct client_webhook {
    const char *id, *url, *state;   /* url NULL: it does not open */
    int64_t position;               /* the last event that was taken */
    int64_t failing_since, made_at; /* wall clock, microseconds; 0: it does not fail */
};

struct client_feed {
    int64_t last, forgotten, told_at; /* told_at: wall clock, microseconds; 0: never */
    struct client_webhook webhook[CLIENT_WEBHOOKS_MOST];
    size_t webhook_count;
};

struct client_delivery {
    int64_t at;          /* wall clock, microseconds */
    int64_t first, last; /* 0: a ping */
    int status;          /* of HTTP; 0: there was no answer */
    const char *outcome;
    long ms;
};

enum client_webhook_notice { WEBHOOK_PLAIN, WEBHOOK_PINGED, WEBHOOK_REPLAYED, WEBHOOK_AFTER_WRONG };

h2o_iovec_t client_feed_page(const struct page *page, const struct client_feed *feed);

/* Of one of the feed's webhooks; `after` is what was typed, or NULL. */
h2o_iovec_t client_webhook_page(const struct page *page, enum client_webhook_notice notice, const char *after,
                                const struct client_feed *feed, const struct client_webhook *webhook,
                                const struct client_delivery *delivery, size_t count);
