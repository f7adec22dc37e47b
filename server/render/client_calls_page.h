/* client_calls_page - the look-ups of a client, as the trail has them: without the vehicle */
#pragma once

#include "core/purpose.h"
#include "render/page.h"

enum { CALLS_DAYS = 30 };

struct client_call {
    int64_t at; /* wall clock, microseconds */
    const char *purpose, *reference, *outcome;
};

/* What was asked for, as typed. */
struct client_calls_filter {
    const char *day, *purpose; /* NULL: the last days, any */
    bool day_wrong;
};

struct client_calls {
    struct client_calls_filter filter;
    const struct client_call *call; /* newest first */
    size_t count;
    bool later;       /* this is not the first page */
    const char *next; /* where the next page begins; NULL: this is the last */
};

h2o_iovec_t client_calls_page(const struct page *page, const struct client_calls *calls);

/* The same as CSV; `cut`: there are more, which a last line says. */
h2o_iovec_t client_calls_table(const struct page *page, const struct client_call *call, size_t count,
                               bool cut);
