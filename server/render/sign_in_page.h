/* sign_in_page - the two steps of signing in, and the account */
#pragma once

#include "render/page.h"

enum sign_in_notice {
    SIGN_IN_PLAIN,
    SIGN_IN_NEEDED,          /* a page was asked for that needs an account */
    SIGN_IN_SIGNED_OUT,      /* just now, here */
    SIGN_IN_SIGNED_OUT_ALL,  /* just now, everywhere */
    SIGN_IN_CLOSED,          /* the account, just now */
    SIGN_IN_PHONE_MALFORMED, /* not a mobile number */
    SIGN_IN_TOO_MANY         /* no further code for a while */
};

/* `phone` is what was typed. */
h2o_iovec_t sign_in_page(const struct page *page, enum sign_in_notice notice, const char *phone);

enum code_notice {
    CODE_SENT,
    CODE_WRONG,
    CODE_ENDED /* too old, or tried too often: a new one is needed */
};

/* `phone_masked` as "138****5678"; `waiting`: the message could not be sent so far. */
h2o_iovec_t code_page(const struct page *page, enum code_notice notice, const char *phone_masked,
                      bool waiting);
