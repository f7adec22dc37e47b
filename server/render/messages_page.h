/* messages_page - what the owner was told, and how the owner wants to be */
#pragma once

#include "render/page.h"

struct told {
    int64_t at; /* wall clock, microseconds */
    const char *kind;
    bool unread;
    const char *handle; /* of the vehicle that it concerns; NULL: none, or not the owner's any more */
    const char *maker_zh, *maker_en;
    int model_year;
};

struct messages {
    const struct told *line; /* newest first */
    size_t count;
    bool later;       /* this is not the first page */
    const char *next; /* query of the next page; NULL: this is the last */
    long waiting;     /* messages that could not be sent so far */
};

h2o_iovec_t messages_page(const struct page *page, const struct messages *messages);

enum { QUIET_NEVER = -1, QUIET_HOURS = 24 };

/* As chosen so far, or as in the form that is wrong. */
struct telling {
    const char *language, *muted; /* "kind,kind" */
    int quiet_from, quiet_to;     /* hours, or QUIET_NEVER */
};

enum telling_notice {
    TELLING_PLAIN,
    TELLING_SAVED,
    TELLING_QUIET_WRONG /* one of the hours, or the same twice */
};

h2o_iovec_t telling_page(const struct page *page, enum telling_notice notice, const struct telling *telling);

/* Whether a kind is one of "kind,kind". */
bool telling_mutes(const char *muted, const char *kind);
