/*
 * desk_page - what waits for a reviewer, and a case with the documents that were sent for it
 */
#pragma once

#include "history/review.h"
#include "render/page.h"

struct desk_line {
    const char *handle;
    enum review_kind kind;
    int round;
    bool bare; /* no documents yet */
    int64_t asked_at;
};

/* The oldest first; `waiting` are all, of which the first `count` are shown. */
h2o_iovec_t desk_page(const struct page *page, const struct desk_line *line, size_t count, long waiting);

enum desk_notice {
    DESK_FRESH,
    DESK_INCOMPLETE,   /* what is wrong stands at the fields */
    DESK_LATE,         /* another reviewer has decided meanwhile */
    DESK_SAME,         /* who decided first may not decide again */
    DESK_UNREGISTERED, /* the registry has no such vehicle: it can only be refused */
    DESK_TAKEN,        /* another organisation has this code */
    DESK_MOVED         /* the registry names another holder than when the page was made */
};

enum { DESK_PHOTOS_MOST = 4 };

struct desk_case {
    struct review_view review;
    bool own;             /* this reviewer's was the latest decision */
    const char *decider;  /* who that was, or NULL */
    const char *revision; /* of the registry's holder; NULL: it has no such vehicle */
    struct date held_since;
    const char *exporter;                /* that asks, of a case of this kind; else NULL */
    bool held_by_another;                /* another account has shown that the vehicle is its */
    const char *photo[DESK_PHOTOS_MOST]; /* names */
    size_t photo_count;
};

/* As chosen and typed. */
struct desk_form {
    enum desk_notice notice;
    bool approves, refuses;
    enum review_reason reason;
    const char *words;
    bool decision_wrong, reason_wrong, words_wrong;
};
h2o_iovec_t desk_case_page(const struct page *page, const struct desk_case *c, const struct desk_form *form);
