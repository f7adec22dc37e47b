/*
 * item - one record of a request: read, sent on its way (endpoints/workshop/upload.h), and answered
 *
 * Alone or in a batch, it is the same. Whatever becomes of one costs the others nothing.
 */
#pragma once

#include "core/exchange.h"
#include "core/json_text.h"
#include "endpoints/repairs/fields.h"
#include "endpoints/workshop/upload.h"
#include "store/repair_handle.h"

struct repair_item {
    struct exchange *x;               /* in whose memory all of it is */
    h2o_iovec_t text;                 /* as it was sent */
    unsigned line;                    /* of a batch, from 1 */
    bool english;                     /* or Chinese */
    const struct repair_name *wanted; /* which record it has to be; NULL: any */
    struct repair_fields fields;
    int64_t workshop;
    struct repair_name name; /* of the settlement; from when the workshop is known */
    struct upload_told told;
    enum fault fault; /* why it is refused, and what is told of it, or NULL */
    const char *detail, *pointer;
    struct repair_items *all;
};

/* From the text; it is copied into the memory of `x`. */
void repair_item_read(struct exchange *x, struct repair_item *item, h2o_iovec_t text);

/* Whether they are corrections of one record, so that the order in which they are stored matters. */
bool repair_items_same(const struct repair_item *a, const struct repair_item *b);

/* Finds the workshops, sends all that is not refused on its way at once, and calls `next` when the last is
 * told. */
void repair_items_submit(struct exchange *x, struct repair_item *items, size_t count,
                         void (*next)(void *state), void *state);

int repair_item_status(const struct repair_item *item);

/* The record, or the problem, as JSON. */
void repair_item_put(struct json_text *t, const struct repair_item *item);

/* ",\"findings\":[…]"; `advice`, which may be NULL, has what was probably meant. */
void repair_findings_put(struct json_text *t, finding_set findings, const struct advice *advice,
                         bool english);
