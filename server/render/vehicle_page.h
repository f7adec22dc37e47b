/* vehicle_page - everything the owner may know about the vehicle, on one page */
#pragma once

#include "history/disclosure.h"
#include "render/page.h"

/* A line of the access trail, by somebody else than its owners. */
struct look {
    int64_t at;         /* wall clock, microseconds */
    const char *client; /* name of the organisation; NULL: a link's bearer, or not known any more */
    const char *purpose, *reference;
};

struct looks {
    const struct look *line; /* newest first */
    size_t count, total;     /* shown here; on file */
};

/* `just_claimed`: the first visit after the claim. */
h2o_iovec_t vehicle_page(const struct page *page, const struct view *view, const struct looks *looks,
                         bool just_claimed);
