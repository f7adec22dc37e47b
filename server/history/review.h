/*
 * review - what somebody of the authority decides by looking at documents
 *
 * A case is open until a reviewer approves or refuses it. What was refused may be looked at once more, by
 * another reviewer; then it is final. The rules are kept by review_open(), review_again() and review_decide()
 * in the database.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "core/date.h"
#include "history/vin.h"

/* DOCUMENT: that a vehicle is somebody's. TWICE: whose it is of two who know what is on its papers.
 * LICENCE: that an organisation is what it says. EXPORT: that an exporter asks on the owner's behalf. */
enum review_kind { REVIEW_DOCUMENT, REVIEW_TWICE, REVIEW_LICENCE, REVIEW_EXPORT, REVIEW_KIND_COUNT };
enum review_state { REVIEW_OPEN, REVIEW_APPROVED, REVIEW_REFUSED, REVIEW_STATE_COUNT };

/* Why something is refused. OTHER needs words. CLIENT_ENDED is no reviewer's: the exporter that asked is one
 * no more. */
enum review_reason {
    REVIEW_UNREADABLE,
    REVIEW_OTHER_VEHICLE,
    REVIEW_OTHER_PERSON,
    REVIEW_NOT_HOLDER,
    REVIEW_EXPIRED,
    REVIEW_OTHER_COMPANY,
    REVIEW_CLIENT_ENDED,
    REVIEW_OTHER,
    REVIEW_REASON_COUNT
};

enum { REVIEW_WORDS_MOST = 200 }; /* characters that a reviewer may add */

const char *review_kind_code(enum review_kind kind);
const char *review_state_code(enum review_state state);
const char *review_reason_code(enum review_reason reason);
/* …_COUNT for a word that is none, or NULL. */
enum review_kind review_kind_of(const char *code);
enum review_state review_state_of(const char *code);
enum review_reason review_reason_of(const char *code);

struct review_view {
    const char *handle;
    enum review_kind kind;
    enum review_state state;
    int round;
    bool holder;    /* the reader is the one who holds the vehicle meanwhile, not the one who asks */
    bool sent;      /* photos of the reader's are kept now */
    struct vin vin; /* but of a licence */
    const char *company, *company_code; /* of a licence alone */
    int64_t asked_at, decided_at;       /* of this round, wall clock, microseconds; 0: not yet */
    enum review_reason reason;          /* of the latest refusal, or REVIEW_REASON_COUNT */
    const char *words;                  /* likewise, or NULL */
};

/* Whether a reviewer can refuse this kind of case for this reason. */
bool review_reason_fits(enum review_kind kind, enum review_reason reason);

/* Whether the one who asked may ask for a second look. */
bool review_may_go_on(const struct review_view *review);

/* Whether the reader may send documents: for that, or while it is open whose a vehicle is. */
bool review_may_send(const struct review_view *review);
