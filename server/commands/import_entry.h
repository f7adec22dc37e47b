/*
 * import_entry - the three kinds of entries that `chedang import` takes, each from the JSON of its line
 *
 * Each says what is wrong, without any value, or NULL when the entry was taken.
 */
#pragma once

#include <jansson.h>

#include "commands/intake.h"
#include "commands/line_json.h"
#include "history/submission.h"
#include "store/workshop_store.h"

struct import {
    struct intake intake;
    h2o_mem_pool_t line; /* what is made of a line and is not stored as it is */
    struct date today;
    json_t *workshops;               /* code -> id, as far as they have been needed */
    char nobody[PASSWORD_HASH_TEXT]; /* hash of a password that nobody has; empty until it is needed */
};

const char *import_workshop(struct import *import, uint64_t line, const struct line_value *entry);
const char *import_registry(struct import *import, uint64_t line, const struct line_value *entry);
const char *import_repair(struct import *import, uint64_t line, const struct line_value *entry);

/* A member that is a text or a number, as text; NULL for anything else. */
const char *entry_text(const struct line_value *entry, const char *name);

/* A repair's members as they stand there; texts in memory of `pool`. */
void entry_read_repair(h2o_mem_pool_t *pool, const struct line_value *entry, struct raw_submission *raw);
