/*
 * fields - one record of POST /v1/repairs, from JSON to what every family's message becomes
 *
 * Strict in its form, since whoever writes a program today can read what is wrong with it: a member that is
 * not known, of another type or too long is refused, by pointer. What the values say is judged elsewhere, by
 * the same rules as everybody's (history/submission.h). Pure.
 */
#pragma once

#include <h2o/memory.h>
#include <jansson.h>

#include "history/submission.h"

/* `type` of a work and `brand` of a part are kept in the sealed message and nowhere else. */
struct repair_fields {
    const char *workshop; /* its code; NULL: the client's own */
    struct raw_submission raw;
};

/* The first mistake; both texts are constant or in the pool. */
struct field_mistake {
    const char *pointer;
    const char *english, *chinese;
};

/* Strings are in `pool` or belong to `record`. False with the mistake. */
bool repair_fields_read(h2o_mem_pool_t *pool, const json_t *record, struct repair_fields *fields,
                        struct field_mistake *mistake);
