/*
 * inquiry - one question of a platform's about one vehicle, alone, in a batch, or by a handle
 *
 * {"vin", "purpose", "reference"}; the VIN nowhere else. Memory, Redis, then PostgreSQL; every answer about a
 * vehicle leaves a line in the trail first, and has the handle by which its client may ask again.
 */
#pragma once

#include "core/exchange.h"
#include "http/members.h"
#include "history/disclosure.h"
#include "history/handle.h"
#include "history/vin.h"
#include "store/trail.h"

enum inquiry_member {
    INQUIRY_VIN,
    INQUIRY_PURPOSE,
    INQUIRY_REFERENCE,
    INQUIRY_SHARE, /* of POST /v1/lookups alone: an owner's link, and its PIN */
    INQUIRY_PIN,
    INQUIRY_MEMBERS
};

/* What to read: {.name} of each. */
#define INQUIRY_NAMES \
    { \
        [INQUIRY_VIN] = {.name = "vin"}, [INQUIRY_PURPOSE] = {.name = "purpose"}, \
        [INQUIRY_REFERENCE] = {.name = "reference"}, [INQUIRY_SHARE] = {.name = "share"}, [INQUIRY_PIN] = { \
            .name = "pin" \
        } \
    }

struct inquiry {
    struct vin vin;
    struct vehicle_key key;
    enum purpose purpose;
    struct trail_line line;       /* with purpose and reference, and the epoch of the handle that it is by */
    int64_t shown_version;        /* that the entity tag is of */
    long age;                     /* cache_age() when it was taken from there */
    enum fault fault;             /* NO_RECORD and NOT_COLLECTED are answers */
    bool by_handle;               /* the client looked it up before: it finds nothing new */
    const char *detail, *pointer; /* of a fault, for problem_document() */
    h2o_iovec_t words; /* the summary, or what an answer without one says of coverage: as `extra` */
    struct inquiries *among;
};

/* Leaves a fault where the members cannot be asked about, or not by this client. */
void inquiry_read(const struct exchange *x, struct inquiry *inquiry,
                  const struct member members[INQUIRY_MEMBERS]);

/* Likewise about a vehicle whose VIN stands there already: purpose and reference alone. */
void inquiry_read_reason(const struct exchange *x, struct inquiry *inquiry,
                         const struct member members[INQUIRY_MEMBERS]);

/* `"handle":"…","etag":"\"…\"","age":12` of an answer about a vehicle; the tag only where there is a summary,
 * the age where it has one. */
enum { INQUIRY_NAMED = 128 };
void inquiry_name(const struct exchange *x, const struct inquiry *inquiry, char text[INQUIRY_NAMED]);

/* The same age in the header field of RFC 9111, where there is one. */
void inquiry_tell_age(struct exchange *x, const struct inquiry *inquiry);

/* Writes the line of the trail, and leaves the words and the fault that an answer with this outcome has; BUSY
 * when the trail is full. */
void inquiry_settle(struct exchange *x, struct inquiry *inquiry, enum audience audience, int64_t version,
                    int64_t shown_version, enum trail_outcome outcome, h2o_iovec_t words);
enum trail_outcome inquiry_outcome(enum coverage_status coverage);

/*
 * Answers those among the first `count` that have no fault yet, and then calls `answered`, which may be at
 * once: so this is the caller's last deed. What they hold lives as long as `x`.
 */
void inquiries_answer(struct exchange *x, struct inquiry *first, size_t count, void (*answered)(void *state),
                      void *state);
