/*
 * upload - a submission on its way in, whichever family it came by
 *
 * Limit of the workshop, reading, its sender's turn, then a place in a history or in quarantine; what was
 * stored is told a lease later, when no process shows anything older (store/freshness.h). From the moment it
 * is stored it goes on without the client, and a store that fails is asked again for two seconds.
 */
#pragma once

#include "core/exchange.h"
#include "core/fault.h"
#include "history/advice.h"

enum upload_outcome {
    UPLOAD_NEW,
    UPLOAD_UNCHANGED,
    UPLOAD_CORRECTED,
    UPLOAD_MOVED, /* corrected, and another vehicle's now */
    UPLOAD_QUARANTINED
};

struct upload_told {
    enum fault fault; /* then nothing was kept, or nobody knows: sending it again is safe */
    enum upload_outcome outcome;
    finding_set
        findings; /* of it, and of what the vehicle's other records say; 0 of what could not be read */
    const struct advice *advice; /* for words in another language; NULL of what could not be read */
    const char *record; /* stands for the settlement, whatever it says: 32 characters; NULL: not stored */
    const char *detail; /* sentences for the workshop, Chinese; NULL: nothing to say */
};
typedef void upload_continuation(void *state, const struct upload_told *told);

/* Whom it is from and what was sent. Strings and message live as long as the exchange, or as its request when
 * it is the only one of it. */
struct upload_from {
    int64_t workshop;
    const char *family;
    h2o_iovec_t message; /* kept, sealed, as it was sent */
    const char *token;   /* stands somewhere in it, and makes no difference between two; NULL: none */
    int64_t vendor; /* the client that sends it for the workshop, whose turn it is (store/turns.h); 0: none */
};

/* `raw` and what it points to live as long as the exchange. May answer before it returns: the caller's last
 * deed. */
void upload_submit(struct exchange *x, const struct upload_from *from, const struct raw_submission *raw,
                   upload_continuation *then, void *state);

/* For what cannot be read: straight into quarantine. `reason` is a word for the shelf, `detail` for the
 * workshop. */
void upload_set_apart(struct exchange *x, const struct upload_from *from, const char *reason,
                      const char *detail, upload_continuation *then, void *state);
