/* certificates_page - the export certificates of a vehicle, for whoever manages it */
#pragma once

#include "render/page.h"

struct certificate_line {
    int64_t at;                 /* wall clock, microseconds */
    const char *number;         /* as it is printed */
    const char *client;         /* who got it */
    const char *destination;    /* two letters */
    const char *ground, *state; /* codes; state "expired" as well */
    struct date until;          /* the last day */
};

/* The latest first; partly: there are more than these. */
h2o_iovec_t certificates_page(const struct page *page, const char *handle,
                              const struct certificate_line *line, size_t count, bool partly);
