/*
 * dispute - the course of an owner's dispute about a record
 *
 *   open ──────────> with_workshop ──> answered ──> closed
 *   (a record that     │     │            │
 *    is missing, and   │     └> correcting│ promised, not yet uploaded
 *    nobody knows at   v          │       v
 *    which workshop)   └──────────┴──> escalated ──> upheld, or closed: the record stays
 *   a corrected upload ends each of them: corrected ──> closed, unless the owner insists
 *
 * One rule for each step: whose it is, from which states, to which, how many working days are left then, and
 * what the owner is told. The statements of the database get these rules as parameters. Pure.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum dispute_kind {
    DISPUTE_NOT_MINE,
    DISPUTE_WRONG_FIGURE,
    DISPUTE_WRONG_WORK,
    DISPUTE_MISSING_RECORD, /* about the vehicle: there is no record to point at */
    DISPUTE_KIND_COUNT
};

enum dispute_state {
    DISPUTE_OPEN,          /* nobody has it yet: a supervisor finds the workshop */
    DISPUTE_WITH_WORKSHOP, /* to be answered */
    DISPUTE_CORRECTING,    /* the workshop will upload a corrected record */
    DISPUTE_ANSWERED,      /* the workshop stands by its record: the owner's turn */
    DISPUTE_ESCALATED,     /* a supervisor's turn */
    DISPUTE_UPHELD,        /* the owner is right: the record stays contested until it is corrected */
    DISPUTE_CORRECTED,     /* by an upload: the owner's turn, if it is not right yet */
    DISPUTE_CLOSED,
    DISPUTE_STATE_COUNT
};

enum dispute_actor { BY_OWNER, BY_WORKSHOP, BY_SUPERVISOR, BY_UPLOAD, BY_CLOCK, DISPUTE_ACTOR_COUNT };

enum dispute_step {
    STEP_OPENED,    /* sent to the workshop */
    STEP_ASKED,     /* likewise where no workshop is known */
    STEP_FORWARDED, /* to the workshop that a supervisor found */
    STEP_PROMISED,  /* "we will correct it" */
    STEP_JUSTIFIED, /* "it is right, because" */
    STEP_ACCEPTED,
    STEP_INSISTED,
    STEP_WITHDRAWN,
    STEP_REMINDED,
    STEP_ESCALATED, /* nobody answered, or nothing was corrected, in time */
    STEP_LAPSED,    /* the owner let the time pass */
    STEP_CORRECTED,
    STEP_UPHELD,
    STEP_DISMISSED, /* the record stays */
    DISPUTE_STEP_COUNT
};

/* Working days that each of them has for their turn. */
enum { DISPUTE_WORKDAYS = 5 };

/* Live disputes of one vehicle, and what may be written with a step, in characters. */
enum { DISPUTES_MOST = 10, DISPUTE_WORDS_LEAST = 5, DISPUTE_WORDS_MOST = 500 };

struct dispute_rule {
    enum dispute_actor by;
    unsigned from; /* DISPUTE_IN(state), or 0: it is the first */
    enum dispute_state to;
    bool stays;       /* where it is: `to` does not count */
    int workdays;     /* until the next turn is over; 0: it is nobody's */
    bool words;       /* goes with a text */
    const char *tell; /* the kind of notice that the owner gets, or NULL */
};
#define DISPUTE_IN(state) (1u << (state))

const struct dispute_rule *dispute_rule(enum dispute_step step);

/* Whether this one may take this step now. */
bool dispute_allows(enum dispute_state state, enum dispute_step step, enum dispute_actor by);

/* Stable codes, in the database and in addresses; the words are in the templates' strings. The count, for
 * text that is none or NULL. */
const char *dispute_kind_code(enum dispute_kind kind);
const char *dispute_state_code(enum dispute_state state);
const char *dispute_step_code(enum dispute_step step);
const char *dispute_actor_code(enum dispute_actor by);
enum dispute_kind dispute_kind_of(const char *code);
enum dispute_state dispute_state_of(const char *code);
enum dispute_step dispute_step_of(const char *code);
enum dispute_actor dispute_actor_of(const char *code);

/* "{with_workshop,correcting}": the states that a step is taken from, as PostgreSQL reads them. */
enum { DISPUTE_STATES_TEXT = 128 };
const char *dispute_from(enum dispute_step step, char text[DISPUTE_STATES_TEXT]);

/* What a person writes with a step: the text without blanks around it; NULL when it is too short or long. */
enum { DISPUTE_TEXT = 4 * DISPUTE_WORDS_MOST + 1 };
const char *dispute_words(const char *typed, char text[DISPUTE_TEXT]);
