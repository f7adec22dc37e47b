/* looks_page - who looked at a vehicle: all of it, to look through and to take away */
#pragma once

#include "render/vehicle_page.h"

enum { CHOICES_MOST = 100 };

/* Something that looks can be told apart by. */
struct choice {
    const char *value, *name; /* NULL: called by its word */
};

/* What was asked for, as typed; what cannot be read is marked. */
struct looks_filter {
    const char *purpose, *client, *from, *to; /* NULL: any */
    bool from_wrong, to_wrong, order_wrong;
};

struct looks_shown {
    const char *handle;
    struct looks_filter filter;
    struct choice purposes[CHOICES_MOST], clients[CHOICES_MOST];
    size_t purpose_count, client_count;
    const struct look *line; /* newest first */
    size_t count;
    bool later;       /* this is not the first page */
    const char *next; /* where the next page begins; NULL: this is the last */
};

h2o_iovec_t looks_page(const struct page *page, const struct looks_shown *looks);

/* The same as CSV; `cut`: there are more, which a last line says. */
h2o_iovec_t looks_table(const struct page *page, const struct look *line, size_t count, bool cut);
