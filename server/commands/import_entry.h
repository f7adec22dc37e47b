/*
 * import_entry - the three kinds of entries that `chedang import` takes, each from the JSON of its line
 *
 * Each says what is wrong, without any value, or NULL when the entry was taken.
 */
#pragma once

#include <jansson.h>

#include "commands/intake.h"
#include "history/submission.h"
#include "store/workshop_store.h"

struct import {
    struct intake intake;
    json_t *workshops;               /* code -> id, as far as they have been needed */
    char nobody[PASSWORD_HASH_TEXT]; /* hash of a password that nobody has; empty until it is needed */
};

const char *import_workshop(struct import *import, uint64_t line, const json_t *entry);
const char *import_registry(struct import *import, uint64_t line, const json_t *entry);
const char *import_repair(struct import *import, uint64_t line, const json_t *entry);

/* A member that is a text or a number, as text in memory of `pool`; NULL for anything else. */
const char *entry_text(h2o_mem_pool_t *pool, const json_t *object, const char *name);

/* A repair's members as they stand there; texts in memory of `pool`. */
void entry_read_repair(h2o_mem_pool_t *pool, const json_t *entry, struct raw_submission *raw);
