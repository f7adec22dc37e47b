/*
 * share - the terms on which an owner hands the history of a vehicle on
 *
 * Pure.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <h2o/memory.h>

#include "core/audience.h"

struct history;

enum share_scope {
    SHARE_SUMMARY, /* what a platform sees */
    SHARE_FULL,    /* all of it without personal data */
    SHARE_RECORDS, /* chosen records, likewise, and nothing about the rest */
    SHARE_SCOPE_COUNT
};

/* "summary", "full", "records". */
const char *share_scope_code(enum share_scope scope);
bool share_scope_read(const char *code, enum share_scope *scope);

/* The column of the table of disclosure.h. */
enum audience share_audience(enum share_scope scope);

/* For how long: whole hours, an hour to sixty days; what the form offers ends with 0. */
enum { SHARE_LEAST_HOURS = 1, SHARE_MOST_HOURS = 60 * 24, SHARE_USUAL_HOURS = 7 * 24 };
extern const int share_offered_hours[];
bool share_hours_read(const char *typed, int *hours);

/* Six digits, full width as well, blanks between them. With five wrong tries an hour nobody gets through them
 * while a link lives. */
enum { SHARE_PIN_TEXT = 7 };
bool share_pin_read(const char *typed, char pin[SHARE_PIN_TEXT]);

/* The part of a history with these records only; it still says how many there are in all. From `pool`. */
enum { SHARE_MOST_RECORDS = 200 };
void share_choose(h2o_mem_pool_t *pool, const struct history *history, const int64_t *records, size_t count,
                  struct history *chosen);
