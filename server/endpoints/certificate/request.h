/*
 * request - what an exporter sends for a certificate
 *
 * {"vin", "reference", "destination", "language", "ground", "predecessor"?}, with an Idempotency-Key. The
 * ground is the owner's consent: {"share": what stands behind /s/ in a link, "pin"?} or {"code": {"request",
 * "code"}}; or {"document": a case that a reviewer approved}.
 */
#pragma once

#include "certificate/claims.h"
#include "core/exchange.h"
#include "history/share.h"
#include "history/vin.h"
#include "store/freshness.h"
#include "store/trail.h"

enum ground { GROUND_SHARE, GROUND_CODE, GROUND_DOCUMENT };
const char *ground_code(enum ground ground); /* "share", "code", "document" */

/* Learns of the certificate, with its last day, in place of a program. */
typedef void certificate_issued(void *state, const struct certificate_number *number, const char *until);

/* All texts live as long as the exchange. */
struct certificate_request {
    struct vin vin;
    struct vehicle_key key;
    char reference[REFERENCE_BYTES];
    const char *destination, *language;
    bool has_predecessor;
    struct certificate_number predecessor;
    enum ground ground;
    h2o_iovec_t share;                        /* GROUND_SHARE */
    char pin[SHARE_PIN_TEXT];                 /* empty: none was given */
    const char *request, *code;               /* GROUND_CODE */
    const char *document;                     /* GROUND_DOCUMENT */
    const char *idempotency_hash, *body_hash; /* as parameters */
    certificate_issued *resume;               /* NULL: a program waits for the answer */
    void *state;
};

/* From the body and the header field. False after an answer, which names the first mistake, or all (see
 * mistakes.h). */
bool certificate_request_read(struct exchange *x, struct certificate_request *request);

/* Likewise from a body and a key that stand elsewhere. */
bool certificate_request_given(struct exchange *x, h2o_iovec_t body, h2o_iovec_t key,
                               struct certificate_request *request);

/* The VIN that a member holds, for a client that may ask about it; false after an answer. */
struct json_t;
bool certificate_vin_read(struct exchange *x, const struct json_t *member, struct vin *vin);

/* Likewise of a form, NULL for a field that is not there; what is wrong with it is noted, not answered. */
struct mistakes;
bool certificate_vin_given(struct mistakes *mistakes, const char *text, struct vin *vin);

/* The body, an object of the type application/json; NULL after an answer. It belongs to the exchange. */
struct json_t *certificate_body(struct exchange *x);

/* Likewise of bytes. */
struct json_t *certificate_object(struct exchange *x, h2o_iovec_t bytes);
