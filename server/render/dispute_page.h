/*
 * dispute_page - an owner contests a record, and all sides follow what becomes of it
 *
 * Owner, workshop and supervisor have pages of the same make; what is on them is what their views hold, and
 * what they may do is asked of history/dispute.h.
 */
#pragma once

#include "core/photo.h"
#include "history/disclosure.h"
#include "history/dispute_view.h"
#include "render/page.h"

enum dispute_notice {
    DISPUTE_FRESH,
    DISPUTE_INCOMPLETE,   /* what is wrong stands at the fields */
    DISPUTE_CONTESTED,    /* somebody contests this record already */
    DISPUTE_TOO_MANY,     /* live ones, of this vehicle */
    DISPUTE_PHOTOS_TRIED, /* too many today */
    DISPUTE_MOVED_ON,     /* meanwhile: what was sent does not fit any more */
    DISPUTE_NO_WORKSHOP,  /* has this code */
};

/* Opens one. `record` is a view of one record, or of none where one is missing. */
struct dispute_form {
    const char *vehicle, *record_handle; /* of the address */
    const char *ticket;                  /* becomes the dispute's handle: sent twice it is one dispute */
    enum dispute_kind kind;              /* chosen before, or DISPUTE_KIND_COUNT */
    const char *words;                   /* typed before, or NULL */
    bool kind_wrong, words_wrong;
    const struct photo_field *photo; /* of the settlement list, which need not be there */
    enum dispute_notice notice;
};
h2o_iovec_t dispute_form_page(const struct page *page, const struct dispute_form *form,
                              const struct view *record);

/* One dispute, with what the asker may do next. */
struct dispute_reply {
    enum dispute_step step; /* chosen before, or DISPUTE_STEP_COUNT */
    const char *words, *workshop;
    bool step_wrong, words_wrong;
    enum dispute_notice notice;
};
h2o_iovec_t dispute_page(const struct page *page, const struct dispute_view *dispute,
                         const struct view *record, const struct dispute_reply *reply);

/* A list: of an owner's vehicle, of a workshop, or of what waits for a supervisor. */
struct dispute_line {
    const char *handle, *workshop_name;
    enum dispute_kind kind;
    enum dispute_state state;
    struct date due_on, settled_on;
    bool reminded;
    int64_t opened_at;
};
h2o_iovec_t disputes_page(const struct page *page, enum audience audience, const char *vehicle,
                          const struct dispute_line *lines, size_t count);
