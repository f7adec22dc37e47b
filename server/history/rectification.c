#include "history/rectification.h"

#include "history/text.h"

static const char *const states[RECTIFY_STATE_COUNT] = {
    [RECTIFY_OPEN] = "open",           [RECTIFY_TOLD] = "told",     [RECTIFY_EXPLAINED] = "explained",
    [RECTIFY_ESCALATED] = "escalated", [RECTIFY_UPHELD] = "upheld", [RECTIFY_ACCEPTED] = "accepted",
    [RECTIFY_CLOSED] = "closed",
};

static const char *const acts[RECTIFY_ACT_COUNT] = {
    [ACT_FOUND] = "found",     [ACT_AGAIN] = "again",         [ACT_RENEWED] = "renewed",
    [ACT_TOLD] = "told",       [ACT_REMINDED] = "reminded",   [ACT_EXPLAINED] = "explained",
    [ACT_ADDED] = "added",     [ACT_ESCALATED] = "escalated", [ACT_ACCEPTED] = "accepted",
    [ACT_REFUSED] = "refused", [ACT_CLOSED] = "closed",
};

static const char *const actors[RECTIFY_ACTOR_COUNT] = {
    [OF_EXAMINER] = "examiner", [OF_ANSWER] = "answer",         [OF_WORKSHOP] = "workshop",
    [OF_CLOCK] = "clock",       [OF_SUPERVISOR] = "supervisor",
};

enum {
    OPEN = RECTIFY_BIT(RECTIFY_OPEN),
    TOLD = RECTIFY_BIT(RECTIFY_TOLD),
    EXPLAINED = RECTIFY_BIT(RECTIFY_EXPLAINED),
    ESCALATED = RECTIFY_BIT(RECTIFY_ESCALATED),
    UPHELD = RECTIFY_BIT(RECTIFY_UPHELD),
    ACCEPTED = RECTIFY_BIT(RECTIFY_ACCEPTED),
    CLOSED = RECTIFY_BIT(RECTIFY_CLOSED),
    EXAMINER = RECTIFY_BIT(OF_EXAMINER),
    ANSWER = RECTIFY_BIT(OF_ANSWER),
    WORKSHOP = RECTIFY_BIT(OF_WORKSHOP),
    CLOCK = RECTIFY_BIT(OF_CLOCK),
    SUPERVISOR = RECTIFY_BIT(OF_SUPERVISOR),
    FIVE = RECTIFY_WORKDAYS
};

/* clang-format off */
static const struct rectification_rule rules[RECTIFY_ACT_COUNT] = {
    /*                 by                         from                                                        to                 stays  days  words */
    [ACT_FOUND]     = {EXAMINER | ANSWER,         0,                                                          RECTIFY_OPEN,      false, 0,    false},
    [ACT_AGAIN]     = {EXAMINER,                  CLOSED,                                                     RECTIFY_OPEN,      true,  0,    false},
    [ACT_RENEWED]   = {EXAMINER,                  ACCEPTED,                                                   RECTIFY_OPEN,      false, 0,    false},
    [ACT_TOLD]      = {ANSWER | WORKSHOP | CLOCK, OPEN,                                                       RECTIFY_TOLD,      false, FIVE, false},
    [ACT_REMINDED]  = {CLOCK,                     TOLD | UPHELD,                                              RECTIFY_TOLD,      true,  0,    false},
    [ACT_EXPLAINED] = {WORKSHOP,                  OPEN | TOLD,                                                RECTIFY_EXPLAINED, false, FIVE, true},
    [ACT_ADDED]     = {WORKSHOP,                  EXPLAINED | ESCALATED | UPHELD,                             RECTIFY_ESCALATED, true,  0,    true},
    [ACT_ESCALATED] = {CLOCK,                     TOLD,                                                       RECTIFY_ESCALATED, false, FIVE, false},
    [ACT_ACCEPTED]  = {SUPERVISOR,                EXPLAINED | ESCALATED | UPHELD,                             RECTIFY_ACCEPTED,  false, 0,    true},
    [ACT_REFUSED]   = {SUPERVISOR,                EXPLAINED | ESCALATED,                                      RECTIFY_UPHELD,    false, FIVE, true},
    [ACT_CLOSED]    = {EXAMINER,                  OPEN | TOLD | EXPLAINED | ESCALATED | UPHELD | ACCEPTED,    RECTIFY_CLOSED,    false, 0,    false},
};
/* clang-format on */

const struct rectification_rule *rectification_rule(enum rectification_act act)
{
    return &rules[act];
}

bool rectification_allows(enum rectification_state state, enum rectification_act act,
                          enum rectification_actor by)
{
    return (rules[act].by & RECTIFY_BIT(by)) != 0 && (rules[act].from & RECTIFY_BIT(state)) != 0;
}

const char *rectification_state_code(enum rectification_state state)
{
    return states[state];
}

const char *rectification_act_code(enum rectification_act act)
{
    return acts[act];
}

const char *rectification_actor_code(enum rectification_actor by)
{
    return actors[by];
}

enum rectification_state rectification_state_of(const char *code)
{
    return (enum rectification_state)text_among(states, RECTIFY_STATE_COUNT, code);
}

enum rectification_act rectification_act_of(const char *code)
{
    return (enum rectification_act)text_among(acts, RECTIFY_ACT_COUNT, code);
}

enum rectification_actor rectification_actor_of(const char *code)
{
    return (enum rectification_actor)text_among(actors, RECTIFY_ACTOR_COUNT, code);
}

const char *rectification_from(enum rectification_act act, char text[RECTIFY_STATES_TEXT])
{
    return text_array(states, RECTIFY_STATE_COUNT, rules[act].from, text);
}
