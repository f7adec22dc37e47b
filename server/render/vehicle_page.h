/* vehicle_page - everything that the owner, or who has the owner's consent, may know about the vehicle, on
 * one page */
#pragma once

#include "history/disclosure.h"
#include "render/page.h"

/* A line of the access trail, by somebody else than its owners. */
struct look {
    int64_t at; /* wall clock, microseconds */
    const char
        *client; /* name of the organisation; NULL: whoever has a link or consent, or not known any more */
    const char *purpose, *reference;
};

struct looks {
    const struct look *line; /* newest first */
    size_t count, total;     /* shown here; on file */
};

/* Who else may read the vehicle, or might until lately, by the owner's consent. */
struct consent_line {
    const char *handle;
    long number;
    const char *phone; /* masked; NULL: the account is closed */
    int64_t given_at, expires_at, ended_at;
    bool live;
};

/* What the reader of the page is to the vehicle. */
struct standing {
    bool just_claimed;     /* the first visit after the claim */
    bool manages;          /* hands on, contests, rates, and knows who has consent */
    int64_t consent_until; /* reads it by the owner's consent until then; 0: holds it */
    bool consent_ended;    /* by this reader, just now */
    const struct consent_line *consents;
    size_t consent_count;
};

h2o_iovec_t vehicle_page(const struct page *page, const struct view *view, const struct looks *looks,
                         const struct standing *standing);
