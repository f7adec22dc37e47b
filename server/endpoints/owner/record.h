/*
 * record - one record of one's own car, named by :record in the address
 *
 * For the pages that are about a record. A vehicle that is not the asker's, and a record that is not the
 * vehicle's, are nowhere.
 */
#pragma once

#include "core/pending.h"
#include "history/disclosure.h"
#include "history/rating.h"

struct own_record {
    const char *vehicle, *handle; /* of the address; the latter NULL: no record is named */
    int64_t id;                   /* 0: likewise */
    struct view view;             /* of that record alone */
    const char *dispute;          /* the asker's own about it that is not closed, or NULL */
    struct rating rating;         /* all zero: not rated yet */
};

/* Answers with FAULT_PATH_UNKNOWN for what is not theirs; `found` lives as long as the exchange. */
void own_record_find(struct exchange *x, struct own_record *found, continuation *resume, void *state);
