/*
 * finding_page - what is odd about a workshop's records, and what becomes of it
 *
 * Workshop and supervisor have pages of the same make; what they may do is asked of history/rectification.h.
 */
#pragma once

#include "history/disclosure.h"
#include "history/finding_view.h"
#include "render/page.h"

/* Which of them a list shows: what the workshop has to see to, what a supervisor has to decide, what is over.
 */
enum finding_group { FINDINGS_DUE, FINDINGS_WAITING, FINDINGS_ENDED, FINDINGS_GROUP_COUNT };

/* Stable codes of the groups, in addresses; the count for text that is none or NULL. */
const char *finding_group_code(enum finding_group group);
enum finding_group finding_group_of(const char *code);
/* The states that belong to it, as PostgreSQL reads them. */
const char *finding_group_states(enum finding_group group);

struct finding_line {
    const char *handle, *code, *workshop_name, *reason;
    enum rectification_state state;
    struct date due_on, settled_on;
    long odometer_km; /* -1: none */
    int64_t opened_at;
};

struct finding_list {
    enum audience audience;
    enum finding_group group; /* of a workshop's */
    const char *code;         /* of which only; NULL: of all */
    const struct finding_line *lines;
    size_t count, most;
};
h2o_iovec_t findings_page(const struct page *page, const struct finding_list *list);

enum finding_notice { FINDING_FRESH, FINDING_INCOMPLETE, FINDING_MOVED_ON, FINDING_WRITTEN_OUT };

/* One finding, with what the asker may do next; `record` and `other` are views of one record or of none. */
struct finding_reply {
    enum rectification_act act; /* chosen before, or RECTIFY_ACT_COUNT */
    const char *words;          /* typed before, or NULL */
    bool act_wrong, words_wrong;
    enum finding_notice notice;
};
h2o_iovec_t finding_page(const struct page *page, const struct finding_view *finding,
                         const struct view *record, const struct view *other,
                         const struct finding_reply *reply);
