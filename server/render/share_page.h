/* share_page - an owner's links to a vehicle's history: the form that makes one, and what became of them */
#pragma once

#include "history/disclosure.h"
#include "history/share.h"
#include "render/page.h"

/* As typed; what cannot be taken is marked at its field. */
struct share_form {
    const char *once; /* names the link that this form makes, and no other */
    enum share_scope scope;
    int hours;
    const char *pin;
    const int64_t *records; /* numbers of the view's records, in their order */
    const bool *chosen;     /* likewise */
    size_t record_count;    /* how many may be chosen from: the newest */
    bool certifies;         /* an exporter may have a certificate made with it */
    bool scope_wrong, records_wrong, hours_wrong, pin_wrong, certifies_wrong;
};

struct share_opened {
    int64_t at; /* wall clock, microseconds */
    const char *network, *device;
    const char *client, *purpose; /* of a platform; NULL: it was a browser */
};

struct share_link {
    const char *handle, *vehicle, *scope; /* two handles, and a code */
    long number, records;                 /* chosen ones */
    bool has_pin, live, certifies;
    int64_t created_at, expires_at, revoked_at; /* 0: it was not */
    long openings;
    const struct share_opened *opened; /* the latest first */
    size_t opened_count;
};

enum share_notice {
    SHARE_NOTHING,
    SHARE_INCOMPLETE, /* some field is marked */
    SHARE_AGAIN,      /* this form has made its link already */
    SHARE_TOO_MANY,   /* no more may be live */
    SHARE_ENDED
};

struct share_list {
    const struct share_link *link; /* the latest first */
    size_t count;
};

h2o_iovec_t shares_page(const struct page *page, const char *vehicle, const struct view *view,
                        enum share_notice notice, const struct share_form *form,
                        const struct share_list *list);

/* Once: the link itself is kept by nobody but whom the owner gives it to. `hours`: how long it lives. */
h2o_iovec_t share_made_page(const struct page *page, const char *vehicle, const char *url,
                            const struct share_form *form);
