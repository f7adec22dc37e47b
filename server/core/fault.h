/*
 * fault - the one way this program says that something went wrong
 *
 * A function that can fail returns enum fault and hands its result out through its last parameter, which it
 * leaves alone on failure. Whoever learns the detail logs it; only http/reply.c turns a fault into a status
 * and a document (RFC 9457) whose `code` is the word below, for good.
 */
#pragma once

#include <stdbool.h>

/* clang-format off */
/*        name                status code                     title */
#define FAULTS(FAULT) \
    FAULT(NONE,               200, "ok",                     "") \
    FAULT(VIN_MISSING,        400, "vin_missing",            "A vehicle identification number is needed.") \
    FAULT(VIN_MALFORMED,      400, "vin_malformed",          "This is not a vehicle identification number: 17 letters and digits, without I, O and Q.") \
    FAULT(NO_RECORD,          404, "no_record",              "No repair of this vehicle is recorded, although repairs are collected where it is registered.") \
    FAULT(NOT_COLLECTED,      404, "not_collected",          "No repair of this vehicle is recorded, and none could be: it is not known where repairs are collected.") \
    FAULT(BODY_MALFORMED,     400, "body_malformed",         "The body is not the JSON document that is expected here.") \
    FAULT(FIELD_INVALID,      400, "field_invalid",          "A field is missing or has a value that is not allowed.") \
    FAULT(FRAMING,            400, "request_ambiguous",      "The request can be read in two ways and is refused.") \
    FAULT(PATH_INVALID,       400, "path_invalid",           "The path holds an escape that is not allowed.") \
    FAULT(UNAUTHENTICATED,    401, "unauthenticated",        "A valid access token is needed.") \
    FAULT(TOKEN_EXPIRED,      401, "token_invalid",          "The access token is unknown, expired or revoked.") \
    FAULT(CLIENT_UNKNOWN,     401, "invalid_client",         "The client is unknown, or its secret or key is not one that counts.") \
    FAULT(GRANT_UNSUPPORTED,  400, "unsupported_grant_type", "Only client_credentials is offered.") \
    FAULT(UNAUTHORIZED_CLIENT,400, "unauthorized_client",    "No contract of this client is valid today.") \
    FAULT(SCOPE_INVALID,      400, "invalid_scope",          "The scope is unknown, or more than the contract has.") \
    FAULT(SIGNED_OUT,         401, "signed_out",             "Sign in first.") \
    FAULT(FORBIDDEN,          403, "forbidden",              "This is not open to you.") \
    FAULT(CONTRACT_ENDED,     403, "contract_ended",         "No contract of yours is valid today.") \
    FAULT(PURPOSE_NOT_AGREED, 403, "purpose_not_agreed",     "Your contract, or the scope of your token, does not have this purpose.") \
    FAULT(SANDBOX_ONLY,       403, "sandbox_only",           "A client of the sandbox asks about the vehicles of the sandbox. GET /v1/sandbox lists them.") \
    FAULT(SCOPE_MISSING,      403, "insufficient_scope",     "The scope of your token does not open this.") \
    FAULT(SHARE_PIN_NEEDED,   403, "share_pin_needed",       "The owner's link asks for its PIN.") \
    FAULT(SHARE_PIN_WRONG,    403, "share_pin_wrong",        "This is not the PIN of the owner's link.") \
    FAULT(SHARE_TOO_NARROW,   403, "share_too_narrow",       "The owner's link does not allow a certificate. It needs one to the whole history of which its owner said that an exporter may have a certificate made with it.") \
    FAULT(CODE_WRONG,         403, "code_wrong",             "This is not the code that the owner got.") \
    FAULT(CODE_ENDED,         403, "code_ended",             "No code counts any more for this request. Ask the owner again.") \
    FAULT(DOCUMENT_REFUSED,   403, "document_refused",       "A reviewer refused this document; its own address says why.") \
    FAULT(DOCUMENT_ENDED,     403, "document_ended",         "This document was approved more than thirty days ago. Send one again.") \
    FAULT(FORM_EXPIRED,       403, "form_expired",           "The form has expired. Load the page again.") \
    FAULT(PATH_UNKNOWN,       404, "path_unknown",           "There is nothing at this address.") \
    FAULT(WORKSHOP_FORBIDDEN, 403, "workshop_not_yours",     "You may not send records for this workshop: it has not named you as its vendor, or no longer does.") \
    FAULT(REPAIR_UNKNOWN,     404, "repair_unknown",         "There is no such record of yours.") \
    FAULT(HANDLE_UNKNOWN,     404, "handle_unknown",         "This is no handle of yours, or it has expired. Look the vehicle up again.") \
    FAULT(WEBHOOK_UNKNOWN,    404, "webhook_unknown",        "There is no such webhook of yours.") \
    FAULT(WEBHOOKS_FULL,      409, "webhooks_full",          "A client has at most five webhooks. End one first.") \
    FAULT(FEED_GONE,          410, "feed_gone",              "What follows this number is not kept. Look your vehicles up again, and go on from `last`.") \
    FAULT(SHARE_UNKNOWN,      404, "share_unknown",          "There is no such link to this vehicle, or it has ended.") \
    FAULT(DOCUMENT_UNKNOWN,   404, "document_unknown",       "There is no such document of yours for this vehicle.") \
    FAULT(DOCUMENT_WAITING,   409, "document_waiting",       "A reviewer has not decided on this document yet.") \
    FAULT(CERTIFICATE_UNKNOWN,404, "certificate_unknown",    "There is no such certificate of yours.") \
    FAULT(LOG_UNKNOWN,        404, "log_unknown",            "The log does not hold this, or not yet.") \
    FAULT(TRUST_LIST_UNKNOWN, 404, "trust_list_unknown",     "No trust list has been signed yet.") \
    FAULT(METHOD_UNKNOWN,     405, "method_not_allowed",     "This address does not take this method.") \
    FAULT(TIMEOUT,            408, "request_timeout",        "The request took too long to arrive.") \
    FAULT(BODY_TOO_LARGE,     413, "body_too_large",         "The body is larger than is taken here.") \
    FAULT(TOO_MANY_LINES,     413, "too_many_lines",         "A batch holds at most 1,000 lines, and no more than your limits allow at once.") \
    FAULT(PATH_TOO_LONG,      414, "path_too_long",          "The address is longer than is taken here.") \
    FAULT(TYPE_UNSUPPORTED,   415, "type_unsupported",       "The body must be of another type.") \
    FAULT(KEY_IN_USE,         409, "idempotency_key_in_use", "A request with this Idempotency-Key is under way.") \
    FAULT(KEY_REUSED,         422, "idempotency_key_reused", "This Idempotency-Key came before, with another request.") \
    FAULT(PREDECESSOR_UNKNOWN,422, "predecessor_unknown",    "The predecessor is no certificate of yours for this vehicle.") \
    FAULT(HEAD_TOO_LARGE,     431, "head_too_large",         "The request's header fields are larger than is taken here.") \
    FAULT(LIMIT,              429, "limit_reached",          "Too many requests. Wait as long as Retry-After says.") \
    FAULT(SLOWED,             429, "slowed",                 "Your look-ups resemble a search through numbers, so only a few are answered for an hour. Go on slowly; if you expect such look-ups, ask for a contract that allows them.") \
    FAULT(BUSY,               503, "busy",                   "Too much is under way. Try again shortly.") \
    FAULT(NO_SIGNING_KEY,     503, "no_signing_key",         "Nothing can be signed now, since no key is valid. The operator is told.") \
    FAULT(STORE_DOWN,         503, "store_unavailable",      "The records cannot be reached. Try again shortly.") \
    FAULT(STORE_SLOW,         503, "store_slow",             "The records took too long to answer. Try again shortly.") \
    FAULT(STORE_REFUSED,      500, "store_refused",          "The records could not take this.") \
    FAULT(BUG,                500, "internal",               "Something went wrong on our side.")
/* clang-format on */

enum fault {
#define FAULT(name, status, code, title) FAULT_##name,
    FAULTS(FAULT)
#undef FAULT
        FAULT_COUNT
};

#define MUST_CHECK __attribute__((warn_unused_result))

static inline bool failed(enum fault fault)
{
    return fault != FAULT_NONE;
}

int fault_status(enum fault fault);
const char *fault_code(enum fault fault);
const char *fault_title(enum fault fault);
