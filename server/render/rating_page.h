/* rating_page - an owner rates a repair on five axes, once */
#pragma once

#include "history/disclosure.h"
#include "history/rating.h"
#include "render/page.h"

struct rating_form {
    const char *vehicle, *record_handle; /* of the address */
    struct rating rating;                /* chosen, or given before */
    bool incomplete;                     /* sent with an axis missing */
    bool given;                          /* once and for all */
};
h2o_iovec_t rating_page(const struct page *page, const struct rating_form *form, const struct view *record);
