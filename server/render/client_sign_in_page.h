/* client_sign_in_page - how a client's administrator comes in: password, code, and the first time an
 * enrolment */
#pragma once

#include "render/page.h"

enum client_sign_in_notice {
    CLIENT_SIGN_IN_PLAIN,
    CLIENT_SIGN_IN_NEEDED,     /* a page was asked for that needs a session */
    CLIENT_SIGN_IN_SIGNED_OUT, /* just now */
    CLIENT_SIGN_IN_EXPIRED,    /* the code came too late, or wrong too often */
    CLIENT_SIGN_IN_INCOMPLETE, /* a field is empty */
    CLIENT_SIGN_IN_WRONG,      /* name or password, not said which */
    CLIENT_SIGN_IN_TOO_MANY
};

/* `name` as typed. */
h2o_iovec_t client_sign_in_page(const struct page *page, enum client_sign_in_notice notice, const char *name);

enum second_notice { SECOND_PLAIN, SECOND_WRONG, SECOND_TOO_MANY };

h2o_iovec_t client_code_page(const struct page *page, enum second_notice notice);

/* `key` in base32, as an authenticator wants it. */
h2o_iovec_t client_enrol_page(const struct page *page, enum second_notice notice, const char *name,
                              const char *key);

/* The recovery codes, shown once. */
h2o_iovec_t client_recovery_page(const struct page *page, const char *const *codes, size_t count);
