/*
 * inquiry - one question of a platform's about one vehicle, alone or in a batch
 *
 * {"vin", "purpose", "reference"}; the VIN nowhere else. Memory, Redis, then PostgreSQL; every answer about a
 * vehicle leaves a line in the trail first.
 */
#pragma once

#include "core/exchange.h"
#include "http/members.h"
#include "history/vin.h"
#include "store/trail.h"

enum inquiry_member { INQUIRY_VIN, INQUIRY_PURPOSE, INQUIRY_REFERENCE, INQUIRY_MEMBERS };

/* What to read: {.name} of each. */
#define INQUIRY_NAMES \
    { \
        [INQUIRY_VIN] = {.name = "vin"}, [INQUIRY_PURPOSE] = {.name = "purpose"}, [INQUIRY_REFERENCE] = { \
            .name = "reference" \
        } \
    }

struct inquiry {
    struct vin vin;
    struct vehicle_key key;
    struct trail_line line;       /* with purpose and reference */
    enum fault fault;             /* NO_RECORD and NOT_COLLECTED are answers */
    const char *detail, *pointer; /* of a fault, for problem_document() */
    h2o_iovec_t words; /* the summary, or what an answer without one says of coverage: as `extra` */
    struct inquiries *among;
};

/* Leaves a fault where the members cannot be asked about. */
void inquiry_read(struct inquiry *inquiry, const struct member members[INQUIRY_MEMBERS]);

/*
 * Answers those among the first `count` that have no fault yet, and then calls `answered`, which may be at
 * once: so this is the caller's last deed. What they hold lives as long as `x`.
 */
void inquiries_answer(struct exchange *x, struct inquiry *first, size_t count, void (*answered)(void *state),
                      void *state);
