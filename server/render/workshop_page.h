/* workshop_page - a workshop signs in with its company code and password */
#pragma once

#include "render/page.h"

enum workshop_notice {
    WORKSHOP_PLAIN,
    WORKSHOP_NEEDED,     /* a page was asked for that needs a workshop */
    WORKSHOP_SIGNED_OUT, /* just now */
    WORKSHOP_REFUSED,    /* whatever of the two was wrong */
    WORKSHOP_TOO_MANY    /* tries in the last hour */
};

/* `code` is what was typed. */
h2o_iovec_t workshop_sign_in_page(const struct page *page, enum workshop_notice notice, const char *code);
