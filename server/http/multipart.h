/*
 * multipart - forms with files (multipart/form-data), as browsers send them
 *
 * Once the parts are read, body_field() and body_text() of http/form.h find the fields among them.
 */
#pragma once

#include "core/exchange.h"

enum { PARTS_MOST = 16 };

struct form_part {
    const char *name;
    bool is_file; /* with or without a name of its own */
    h2o_iovec_t bytes;
};

struct form_parts {
    size_t count;
    struct form_part part[PARTS_MOST]; /* in the order of the form */
};

/*
 * Divides the body and sets x->parts, which lie in it: they belong to the request as body_bytes() does. With
 * a body of another type, one that does not end as it should, a part that does not say which field it is in a
 * head of 1 KiB, or more parts than there may be, x->parts stays NULL.
 */
void multipart_read(struct exchange *x);

/* The file of this name; empty when there is none, or more than one. */
h2o_iovec_t multipart_file(const struct exchange *x, const char *name);

/* Once, before the first form. */
void multipart_init(void);
