/*
 * db - prepared queries on this loop's PostgreSQL connections
 *
 * Reads share one connection, in a pipeline; writes go to the least busy of the others. A statement is a
 * transaction of its own. The number of statements under way is bounded: one more is FAULT_BUSY at once. A
 * connection that lets a statement wait past the deadline is given up with all that was on it, and made anew.
 */
#pragma once

#include "core/pending.h"
#include "queries.h"
#include "store/rows.h"

struct db;

enum { DB_MAX_VALUES = 24 };

/* Text parameters in the order of $1, $2...; NULL is SQL null. They are read, or kept, before the call
 * returns. */
struct db_values {
    int count;
    const char *value[DB_MAX_VALUES];
};
#define DB_VALUES(...) \
    (struct db_values) \
    { \
        (int)(sizeof((const char *[]){__VA_ARGS__}) / sizeof(char *)), \
        { \
            __VA_ARGS__ \
        } \
    }

/* Whether it can be a place at all: something, and in a form that libpq understands. */
bool db_place_fits(const char *place);

struct db *db_create(struct service *service);
void db_destroy(struct db *db); /* whatever still waits gets STORE_DOWN */

/* Whether a statement sent now has a connection to go to. */
bool db_ready(const struct db *db);

/* Answers with rows, or with BUSY, STORE_DOWN, STORE_SLOW or STORE_REFUSED. After one of the latter a write
 * may or may not have happened: every write is safe to repeat. */
void db_read(struct exchange *x, enum query query, struct db_values values, continuation *resume,
             void *state);
void db_write(struct exchange *x, enum query query, struct db_values values, continuation *resume,
              void *state);

/* A write that may share its transaction with others that wait at the same time: with one flush of the log
 * for all of them. It goes at once when nothing of the kind is on its way, and one that fails takes nobody
 * along. Statements share it in the order of their values, of which the first say what is locked, in that
 * order. */
void db_write_together(struct exchange *x, enum query query, struct db_values values, continuation *resume,
                       void *state);
