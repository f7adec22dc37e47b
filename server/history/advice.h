/*
 * advice - what a workshop is told of a record that it has just sent
 *
 * The findings of the record by itself, those that its vehicle's other records add, and what was probably
 * meant. It is written for whoever sent the values, and names no other record, workshop or day. Pure.
 */
#pragma once

#include <h2o/memory.h>

#include "history/finding.h"
#include "history/rules.h"
#include "history/submission.h"
#include "history/vin_suggest.h"

struct advice {
    finding_set findings; /* only such as the workshop is told of */
    long suggested_km;    /* 0: none */
    struct vin vins[VIN_SUGGESTIONS];
    size_t vin_count;
};

/* Of the submission by itself. */
struct advice advice_of(const struct submission *submission);

/* Adds what rules_examine() found in the record at `own`. */
void advice_add(struct advice *advice, const struct found *found, size_t count, size_t own);

/* Sentences in "zh" or "en"; NULL when there is nothing to say. From `pool`. */
const char *advice_text(h2o_mem_pool_t *pool, const struct advice *advice, const char *language);
