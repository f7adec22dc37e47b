/*
 * check - is this certificate genuine?
 *
 * One verdict from bytes: the JSON file with or without its envelope, or the text of the paper's code. The
 * order is always the same: size, strict decoding, key by its name from the trust list, signature, issuer and
 * the key's time, the log's proof where there is one, dates, status. Nothing is asked of anybody: the trust
 * list, the status list and the time are the caller's. Pure but for memory.
 *
 * Moments in what a key has signed are the signer's own words. So once a key was ended, because somebody else
 * may have it, a date before that proves nothing: a certificate of such a key counts only where the log
 * proves it, by a head that a key has signed which was not ended. A paper's code has no such proof.
 */
#pragma once

#include <h2o/memory.h>

#include "certificate/claims.h"
#include "certificate/status_list.h"
#include "certificate/trust.h"

/* clang-format off */
/*          NAME            code on the wire  what it means */
#define CHECK_VERDICTS(VERDICT) \
    VERDICT(GENUINE,        "genuine")        /* signed by the issuer, unchanged, in force, not known to have changed since */ \
    VERDICT(ALTERED,        "altered")        /* not what the key signed, though it names the key */ \
    VERDICT(UNKNOWN_KEY,    "unknown_key")    /* signed by a key that is not trusted, or was not for that time */ \
    VERDICT(EXPIRED,        "expired")        /* genuine, but its days are over */ \
    VERDICT(SUPERSEDED,     "superseded")     /* genuine, but the vehicle's records have changed since */ \
    VERDICT(WITHDRAWN,      "withdrawn")      /* genuine, but the issuer has taken it back */ \
    VERDICT(UNKNOWN_NUMBER, "unknown_number") /* of a number alone, which the issuer never gave */ \
    VERDICT(UNREADABLE,     "unreadable")     /* no certificate of this kind, or damaged */ \
    VERDICT(UNCONFIRMED,    "unconfirmed")    /* its key was ended since, and no log proves that it was made before */
/* clang-format on */

#define VERDICT(name, code) CHECK_##name,
enum check_verdict { CHECK_VERDICTS(VERDICT) CHECK_VERDICT_COUNT };
#undef VERDICT

/* "genuine" and so on. */
const char *check_code(enum check_verdict verdict);

/* What more there is to say of a verdict. */
enum check_cause {
    CAUSE_NONE,
    CAUSE_TOO_LARGE,
    CAUSE_NOT_A_CERTIFICATE,
    CAUSE_KEY_NOT_LISTED,
    CAUSE_KEY_NOT_THEN, /* listed, but not for the moment of issue */
    CAUSE_KEY_ENDED, /* nothing that was issued then counts any more; or, unconfirmed, it was ended later */
    CAUSE_OTHER_ISSUER, /* it names an issuer whose key this is not */
    CAUSE_SIGNATURE,
    CAUSE_INCLUSION /* the log's proof in its envelope does not hold */
};

/* What the envelope proves about the log. A head whose key was ended, or is not for that moment, proves
 * nothing, which is no fault of the certificate's; one whose key is not listed is the list's. */
enum check_log { LOG_NONE, LOG_PROVEN, LOG_UNPROVEN, LOG_WRONG, LOG_UNKNOWN_KEY };

/* "none", "proven", "unproven", "wrong", "unknown_key". */
const char *check_log_code(enum check_log log);

/* "key_ended" and so on; "" for none. */
const char *check_cause_code(enum check_cause cause);

/* `status` may be NULL. Both lists are the caller's, and have been found good (check_status_list). */
struct check_means {
    const struct trust_list *trust;
    const struct status_list *status;
    int64_t now; /* seconds since 1970 */
};

struct check {
    enum check_verdict verdict;
    enum check_cause cause;
    bool signature_held; /* then, and only then, the claims are the issuer's */
    bool on_paper;       /* it was a paper's code, which may say less */
    enum check_log log;
    bool too_early;    /* issued after now: this clock is wrong, or the issuer's */
    bool status_known; /* the status list says something about it, as of status_at */
    enum certificate_status status;
    int64_t status_at;
    struct claims claims;
    char kid[THUMBPRINT_TEXT]; /* whose signature held; "" before */
};

enum { CHECK_BYTES_MOST = 320 * 1024, CHECK_CLOCK_SECONDS = 300 };

/* Memory from `pool`; `means` has to live as long as the answer is read. */
void check_certificate(h2o_mem_pool_t *pool, const char *bytes, size_t length,
                       const struct check_means *means, struct check *check);

/* Whether a status list is the trusted issuer's own, signed by a key that was not ended. */
bool check_status_list(const struct trust_list *trust, const struct status_list *list,
                       const struct proof *proof);
