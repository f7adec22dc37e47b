/*
 * intake - what a long import has in common, whatever it reads: batches, refused lines, counts
 *
 * Rows are gathered and sent in one transaction of up to INTAKE_BATCH. When that fails, its rows go one by
 * one, and those that fail again are refused, each with a reason that holds no value. A line's number goes
 * with it all the way. When the connection is lost, `lost` is set and nothing more is done.
 */
#pragma once

#include <h2o/memory.h>

#include "commands/database.h"
#include "commands/progress.h"
#include "commands/refusals.h"
#include "store/db.h"
#include "store/registry_store.h"

enum { INTAKE_BATCH = 500 };

enum intake_kind { INTAKE_WORKSHOPS, INTAKE_REGISTRY, INTAKE_REPAIRS, INTAKE_KINDS };

/* What became of a row; the words are the database's. `again`: somebody else changed it at the same time. */
enum fate { FATE_NEW, FATE_UNCHANGED, FATE_CHANGED, FATE_MOVED, FATE_NEW_HOLDER, FATE_AGAIN, FATE_COUNT };

struct intake_row {
    uint64_t line;
    enum intake_kind kind;
    const struct registry_row *registry; /* its parameters are made when its salt is known */
    const char *values[DB_MAX_VALUES];
};

struct intake {
    const char *command;
    struct database database;
    struct progress progress;
    struct refusals refusals;
    h2o_mem_pool_t pool; /* of the batch: everything that its rows point to */
    struct intake_row rows[INTAKE_BATCH];
    size_t count;    /* of rows */
    size_t gathered; /* lines since the last flush */
    uint64_t fates[INTAKE_KINDS][FATE_COUNT];
    bool lost;
};

/* Opens the database, the file for refused lines and the progress of `file`. False after a sentence;
 * intake_close() is due in either case. */
bool intake_open(struct intake *intake, const char *command, const char *refused, const char *input,
                 FILE *file);

/* Memory of what is added next lives in intake->pool until intake_flush(); the row to fill in is valid until
 * then. */
struct intake_row *intake_add(struct intake *intake, uint64_t line, enum intake_kind kind);
void intake_refuse(struct intake *intake, uint64_t line, const char *reason);

/* Due once a line, which has added one row at most: sends the batch when it is time to. */
void intake_line_done(struct intake *intake);
void intake_flush(struct intake *intake);

/* Sends the rest, waits until no cache is trusted that could have missed it, prints what became of
 * everything, and gives the exit code. */
int intake_close(struct intake *intake, bool read_to_end);
