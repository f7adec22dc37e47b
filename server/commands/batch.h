/*
 * batch - lines of an import on their way into the database: their rows, and why some are refused
 *
 * Everything that a batch points to lives in its pool until batch_clear().
 */
#pragma once

#include <h2o/memory.h>

#include "commands/import_note.h"
#include "store/registry_store.h"
#include "store/repair_store.h"

enum { BATCH_LINES = 2000, BATCH_BYTES = 4 << 20 };

enum intake_kind { INTAKE_WORKSHOPS, INTAKE_REGISTRY, INTAKE_REPAIRS, INTAKE_KINDS };

/* What became of a row; the words are the database's. `again`: somebody else changed it at the same time. */
enum fate { FATE_NEW, FATE_UNCHANGED, FATE_CHANGED, FATE_MOVED, FATE_NEW_HOLDER, FATE_AGAIN, FATE_COUNT };

/* How it is stored: what is there already by a statement that compares, what is new by COPY. One row alone
 * goes BY_STATEMENT in any case: then the database says what is wrong with it. */
enum way { BY_STATEMENT, BY_COPY, NOT_AT_ALL };

struct batch_row {
    uint64_t line;
    enum intake_kind kind;
    enum way way;
    enum fate fate;
    struct vehicle_key vehicle;
    const struct vin *vin;
    const struct registry_row *registry; /* or */
    const struct repair_row *repair;
    uint8_t salt[SALT_BYTES]; /* of the registry's row */
    int64_t id;               /* for a record */
    bool vehicle_is_there;
    const char *moves_from; /* the key, in hex, of the vehicle that has the record now; NULL for none */
};

struct batch_refusal {
    uint64_t line;
    const char *reason;
};

struct batch {
    h2o_mem_pool_t pool;
    size_t lines, bytes; /* that it was made from */
    struct batch_row rows[BATCH_LINES];
    size_t count;
    struct batch_refusal refused[BATCH_LINES];
    size_t refused_count;
    struct import_note note; /* where the file is behind these lines */
};

void batch_init(struct batch *batch);
void batch_clear(struct batch *batch);

/* For a line that has added one row or one refusal at most. */
void batch_add_registry(struct batch *batch, const struct keys *keys, uint64_t line,
                        const struct registry_row *row);
void batch_add_repair(struct batch *batch, uint64_t line, const struct repair_row *row);
void batch_refuse(struct batch *batch, uint64_t line, const char *reason);
