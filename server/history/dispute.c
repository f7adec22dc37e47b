#include "history/dispute.h"

#include "history/text.h"

static const char *const kinds[DISPUTE_KIND_COUNT] = {
    [DISPUTE_NOT_MINE] = "not_mine",
    [DISPUTE_WRONG_FIGURE] = "wrong_figure",
    [DISPUTE_WRONG_WORK] = "wrong_work",
    [DISPUTE_MISSING_RECORD] = "missing_record",
};

static const char *const states[DISPUTE_STATE_COUNT] = {
    [DISPUTE_OPEN] = "open",
    [DISPUTE_WITH_WORKSHOP] = "with_workshop",
    [DISPUTE_CORRECTING] = "correcting",
    [DISPUTE_ANSWERED] = "answered",
    [DISPUTE_ESCALATED] = "escalated",
    [DISPUTE_UPHELD] = "upheld",
    [DISPUTE_CORRECTED] = "corrected",
    [DISPUTE_CLOSED] = "closed",
};

static const char *const steps[DISPUTE_STEP_COUNT] = {
    [STEP_OPENED] = "opened",       [STEP_ASKED] = "asked",         [STEP_FORWARDED] = "forwarded",
    [STEP_PROMISED] = "promised",   [STEP_JUSTIFIED] = "justified", [STEP_ACCEPTED] = "accepted",
    [STEP_INSISTED] = "insisted",   [STEP_WITHDRAWN] = "withdrawn", [STEP_REMINDED] = "reminded",
    [STEP_ESCALATED] = "escalated", [STEP_LAPSED] = "lapsed",       [STEP_CORRECTED] = "corrected",
    [STEP_UPHELD] = "upheld",       [STEP_DISMISSED] = "dismissed",
};

static const char *const actors[DISPUTE_ACTOR_COUNT] = {
    [BY_OWNER] = "owner",   [BY_WORKSHOP] = "workshop", [BY_SUPERVISOR] = "supervisor",
    [BY_UPLOAD] = "upload", [BY_CLOCK] = "clock",
};

enum {
    OPEN = DISPUTE_IN(DISPUTE_OPEN),
    WITH_WORKSHOP = DISPUTE_IN(DISPUTE_WITH_WORKSHOP),
    CORRECTING = DISPUTE_IN(DISPUTE_CORRECTING),
    ANSWERED = DISPUTE_IN(DISPUTE_ANSWERED),
    ESCALATED = DISPUTE_IN(DISPUTE_ESCALATED),
    UPHELD = DISPUTE_IN(DISPUTE_UPHELD),
    CORRECTED = DISPUTE_IN(DISPUTE_CORRECTED),
    FIVE = DISPUTE_WORKDAYS
};

/* clang-format off */
static const struct dispute_rule rules[DISPUTE_STEP_COUNT] = {
    /*                  by             from                                                           to                     stays  days  words  tell */
    [STEP_OPENED]    = {BY_OWNER,      0,                                                             DISPUTE_WITH_WORKSHOP, false, FIVE, true,  NULL},
    [STEP_ASKED]     = {BY_OWNER,      0,                                                             DISPUTE_OPEN,          false, FIVE, true,  NULL},
    [STEP_FORWARDED] = {BY_SUPERVISOR, OPEN,                                                          DISPUTE_WITH_WORKSHOP, false, FIVE, false, NULL},
    [STEP_PROMISED]  = {BY_WORKSHOP,   WITH_WORKSHOP,                                                 DISPUTE_CORRECTING,    false, FIVE, true,  "dispute_answered"},
    [STEP_JUSTIFIED] = {BY_WORKSHOP,   WITH_WORKSHOP,                                                 DISPUTE_ANSWERED,      false, FIVE, true,  "dispute_answered"},
    [STEP_ACCEPTED]  = {BY_OWNER,      ANSWERED | CORRECTED,                                          DISPUTE_CLOSED,        false, 0,    false, NULL},
    [STEP_INSISTED]  = {BY_OWNER,      ANSWERED | CORRECTED,                                          DISPUTE_ESCALATED,     false, FIVE, true,  NULL},
    [STEP_WITHDRAWN] = {BY_OWNER,      OPEN | WITH_WORKSHOP | CORRECTING | ESCALATED | UPHELD,        DISPUTE_CLOSED,        false, 0,    false, NULL},
    [STEP_REMINDED]  = {BY_CLOCK,      WITH_WORKSHOP | CORRECTING | UPHELD,                           DISPUTE_WITH_WORKSHOP, true,  0,    false, NULL},
    [STEP_ESCALATED] = {BY_CLOCK,      WITH_WORKSHOP | CORRECTING,                                    DISPUTE_ESCALATED,     false, FIVE, false, "dispute_escalated"},
    [STEP_LAPSED]    = {BY_CLOCK,      ANSWERED | CORRECTED,                                          DISPUTE_CLOSED,        false, 0,    false, NULL},
    [STEP_CORRECTED] = {BY_UPLOAD,     WITH_WORKSHOP | CORRECTING | ANSWERED | ESCALATED | UPHELD,    DISPUTE_CORRECTED,     false, FIVE, false, "dispute_corrected"},
    [STEP_UPHELD]    = {BY_SUPERVISOR, ESCALATED,                                                     DISPUTE_UPHELD,        false, FIVE, true,  "dispute_decided"},
    [STEP_DISMISSED] = {BY_SUPERVISOR, OPEN | ESCALATED,                                              DISPUTE_CLOSED,        false, 0,    true,  "dispute_decided"},
};
/* clang-format on */

const struct dispute_rule *dispute_rule(enum dispute_step step)
{
    return &rules[step];
}

bool dispute_allows(enum dispute_state state, enum dispute_step step, enum dispute_actor by)
{
    return rules[step].by == by && (rules[step].from & DISPUTE_IN(state)) != 0;
}

const char *dispute_kind_code(enum dispute_kind kind)
{
    return kinds[kind];
}

const char *dispute_state_code(enum dispute_state state)
{
    return states[state];
}

const char *dispute_step_code(enum dispute_step step)
{
    return steps[step];
}

const char *dispute_actor_code(enum dispute_actor by)
{
    return actors[by];
}

enum dispute_kind dispute_kind_of(const char *code)
{
    return (enum dispute_kind)text_among(kinds, DISPUTE_KIND_COUNT, code);
}

enum dispute_state dispute_state_of(const char *code)
{
    return (enum dispute_state)text_among(states, DISPUTE_STATE_COUNT, code);
}

enum dispute_step dispute_step_of(const char *code)
{
    return (enum dispute_step)text_among(steps, DISPUTE_STEP_COUNT, code);
}

enum dispute_actor dispute_actor_of(const char *code)
{
    return (enum dispute_actor)text_among(actors, DISPUTE_ACTOR_COUNT, code);
}

const char *dispute_from(enum dispute_step step, char text[DISPUTE_STATES_TEXT])
{
    return text_array(states, DISPUTE_STATE_COUNT, rules[step].from, text);
}

const char *dispute_words(const char *typed, char text[DISPUTE_TEXT])
{
    return text_written(typed, DISPUTE_WORDS_LEAST, DISPUTE_WORDS_MOST, text);
}
