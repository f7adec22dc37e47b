/* shared_page - what somebody sees who was given a link: a vehicle's history in the form that its owner chose
 */
#pragma once

#include "history/disclosure.h"
#include "history/share.h"
#include "render/page.h"

struct shared {
    const char *origin; /* the address of this service, without a path */
    enum share_scope scope;
    int64_t as_of, expires_at; /* wall clock, microseconds */
};

h2o_iovec_t shared_page(const struct page *page, const struct shared *shared, const struct view *view);

enum pin_notice { PIN_ASKED, PIN_MALFORMED, PIN_WRONG };

/* `tries`: how many more wrong ones there may be this hour, with PIN_WRONG. */
h2o_iovec_t shared_pin_page(const struct page *page, enum pin_notice notice, long tries);
