/*
 * trail - who looked at which vehicle, for what
 *
 * A line is written before the answer leaves: into a spool file that is mapped into memory, one for each
 * loop. It survives the end of the process by any signal; a power cut may cost the last second unless
 * trail_flush() was waited for. trail_drain.h carries the lines to PostgreSQL, each exactly once. A full
 * spool refuses: no look-up goes unseen.
 */
#pragma once

#include "core/pending.h"
#include "core/settings.h"
#include "store/freshness.h"

struct trail;

enum trail_outcome { TRAIL_SHOWN, TRAIL_NO_RECORD, TRAIL_NOT_COLLECTED };

enum { PURPOSE_BYTES = 41, REFERENCE_BYTES = 65 };

/* 160 bytes of plain old memory: the format of the spool, version 1. */
struct trail_line {
    int64_t looked_at; /* wall clock, microseconds */
    struct vehicle_key vehicle;
    int64_t client, account; /* 0: none */
    int64_t version;         /* of the vehicle, as shown */
    uint8_t audience, outcome;
    char purpose[PURPOSE_BYTES], reference[REFERENCE_BYTES];
    uint16_t epoch; /* of the handle that the client got or asked by; 0 where older programs left room */
};
_Static_assert(sizeof(struct trail_line) == 160, "spools outlive programs");

/* Takes over a spool that nobody holds in the folder of the settings, or makes one. NULL with a complaint. */
struct trail *trail_open(const struct settings *settings, char *complaint, size_t size);
void trail_close(struct trail *trail);

/* FAULT_BUSY when the spool is full. */
enum fault MUST_CHECK trail_write(struct service *service, const struct trail_line *line);

/* Goes on when all lines written so far are on the disk. */
void trail_flush(struct exchange *x, continuation *resume, void *state);

/* For the drain: the spool's name (16 bytes), and what is in it. Lines from `first` to `end` - 1 may be read.
 */
const uint8_t *trail_name(const struct trail *trail);
void trail_range(const struct trail *trail, uint64_t *first, uint64_t *end);
const struct trail_line *trail_at(const struct trail *trail, uint64_t entry);
/* All before `next` are in PostgreSQL; their room is free. */
void trail_drained(struct trail *trail, uint64_t next);
