/*
 * rectification - the course of a finding until it is put right
 *
 *   open ──> told ──> escalated ──┬──> accepted   the explanation is good
 *     │       │                   │
 *     └───────┴──> explained ─────┴──> upheld     to be corrected all the same
 *   whatever its state: closed once it is so no more, and on from where it was when it comes back
 *
 * The days count from when the workshop could see it: by the answer to its upload, on its pages, or because
 * the clock told it. Owners see what was escalated or upheld. One rule for each act: whose it is, from which
 * states, to which, and how many working days are left then. The statements of the database get these rules
 * as parameters; what the examiner does (found, again, renewed, closed) is finding_settle() there. Pure.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum rectification_state {
    RECTIFY_OPEN,      /* the workshop has not seen it yet */
    RECTIFY_TOLD,      /* to be corrected or explained */
    RECTIFY_EXPLAINED, /* in time: a supervisor's turn */
    RECTIFY_ESCALATED, /* nothing was done in time: a supervisor's turn */
    RECTIFY_UPHELD,    /* to be corrected */
    RECTIFY_ACCEPTED,  /* as explained; nobody is shown it */
    RECTIFY_CLOSED,    /* it is so no more */
    RECTIFY_STATE_COUNT
};

enum rectification_actor {
    OF_EXAMINER,
    OF_ANSWER, /* to an upload */
    OF_WORKSHOP,
    OF_CLOCK,
    OF_SUPERVISOR,
    RECTIFY_ACTOR_COUNT
};

enum rectification_act {
    ACT_FOUND,
    ACT_AGAIN,   /* what was closed is so again */
    ACT_RENEWED, /* in another revision than was explained */
    ACT_TOLD,
    ACT_REMINDED,
    ACT_EXPLAINED,
    ACT_ADDED, /* more words, while a supervisor looks at it */
    ACT_ESCALATED,
    ACT_ACCEPTED,
    ACT_REFUSED,
    ACT_CLOSED,
    RECTIFY_ACT_COUNT
};

/* Working days of each turn, and on which of them a workshop is reminded. */
enum { RECTIFY_WORKDAYS = 5, RECTIFY_FIRST_REMINDER = 3, RECTIFY_LAST_REMINDER = 5 };

/* What may be written with an act, in characters, and how often in the course of one finding. */
enum { RECTIFY_WORDS_LEAST = 5, RECTIFY_WORDS_MOST = 2000, RECTIFY_TEXTS_MOST = 20 };

struct rectification_rule {
    unsigned by;   /* RECTIFY_BIT(actor)... */
    unsigned from; /* RECTIFY_BIT(state)..., or 0: it is the first */
    enum rectification_state to;
    bool stays;   /* where it is, or goes back to where it was: `to` does not count */
    int workdays; /* until the turn is over; 0: it is nobody's, or stays */
    bool words;   /* goes with a text */
};
#define RECTIFY_BIT(value) (1u << (value))

const struct rectification_rule *rectification_rule(enum rectification_act act);

/* Whether this one may take this act now. */
bool rectification_allows(enum rectification_state state, enum rectification_act act,
                          enum rectification_actor by);

/* Stable codes, in the database and in addresses; the words are in the templates' strings. The count, for
 * text that is none or NULL. */
const char *rectification_state_code(enum rectification_state state);
const char *rectification_act_code(enum rectification_act act);
const char *rectification_actor_code(enum rectification_actor by);
enum rectification_state rectification_state_of(const char *code);
enum rectification_act rectification_act_of(const char *code);
enum rectification_actor rectification_actor_of(const char *code);

/* "{open,told}": the states that an act is taken from, as PostgreSQL reads them. */
enum { RECTIFY_STATES_TEXT = 96 };
const char *rectification_from(enum rectification_act act, char text[RECTIFY_STATES_TEXT]);
