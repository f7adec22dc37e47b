/*
 * intake - what a long import has in common, whatever it reads: batches, refused lines, counts, the way back
 * in
 *
 * Lines are made into a batch here while a thread of the intake's stores the one before: two batches are in
 * memory, never more. Whoever needs the database in between asks for it with intake_database(), which waits
 * for that thread. When the connection is lost, `lost` is set and nothing more is done.
 */
#pragma once

#include <pthread.h>

#include "commands/batch_store.h"
#include "commands/line_reader.h"
#include "commands/progress.h"

struct intake {
    const char *command;
    struct database database; /* the thread's while it is busy, but for the keys and settings */
    struct progress progress;
    struct refusals refusals; /* the thread's */
    const struct line_reader
        *reader; /* whose position is noted with every batch; NULL: it cannot be resumed */
    struct import_note note;
    struct batch batches[2], *batch; /* the one that is being made */
    uint64_t fates[INTAKE_KINDS][FATE_COUNT];
    bool lost;

    struct storing storing;
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t moved;
    struct batch *under_way; /* being stored; NULL: the thread waits */
    bool running, ending, failed;
};

/* Opens the database. False after a sentence; intake_close() is due in either case. */
bool intake_open(struct intake *intake, const char *command, FILE *file);

/* Opens the file for refused lines and begins to store. With a note the file goes on behind what it says.
 * False after a sentence. */
bool intake_begin(struct intake *intake, const char *refused, const char *input,
                  const struct import_note *resumed);

/* Memory for what is added next, until the line is done. */
h2o_mem_pool_t *intake_pool(struct intake *intake);
void intake_add_registry(struct intake *intake, uint64_t line, const struct registry_row *row);
void intake_add_repair(struct intake *intake, uint64_t line, const struct repair_row *row);
void intake_refuse(struct intake *intake, uint64_t line, const char *reason);

/* Due once a line of so many bytes, which has added one row or one refusal at most: sends the batch when it
 * is time to. */
void intake_line_done(struct intake *intake, size_t bytes);

/* The connection, when nothing is being stored. */
struct database *intake_database(struct intake *intake);

/* Sends the rest, waits until no cache is trusted that could have missed it, prints what became of
 * everything, and gives the exit code. */
int intake_close(struct intake *intake, bool read_to_end);
