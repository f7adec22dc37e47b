/* staff_page - the authority's sign-in and front page */
#pragma once

#include "render/page.h"

enum staff_sign_in_notice {
    STAFF_SIGN_IN_PLAIN,
    STAFF_SIGN_IN_NEEDED,     /* a page was asked for that needs a session */
    STAFF_SIGN_IN_SIGNED_OUT, /* just now */
    STAFF_SIGN_IN_INCOMPLETE, /* a field is empty */
    STAFF_SIGN_IN_WRONG,      /* name or password, not said which */
    STAFF_SIGN_IN_TOO_MANY
};

/* `name` as typed. */
h2o_iovec_t staff_sign_in_page(const struct page *page, enum staff_sign_in_notice notice, const char *name);

/* What somebody of this role may do. */
h2o_iovec_t staff_page(const struct page *page, const char *name, bool reviews, bool supervises);
