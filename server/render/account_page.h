/* account_page - the account, its sessions, another number for it, and its end */
#pragma once

#include "render/page.h"

enum account_notice { ACCOUNT_PLAIN, ACCOUNT_PHONE_CHANGED };

/* `sessions` are open, this one included. */
h2o_iovec_t account_page(const struct page *page, enum account_notice notice, const char *phone_masked,
                         unsigned sessions);

struct open_session {
    const char *handle, *device, *browser, *network; /* codes; the network NULL when not known */
    int64_t began, used;                             /* wall clock, microseconds */
    bool here;
};

/* `ended`: others, just now. */
h2o_iovec_t sessions_page(const struct page *page, const struct open_session *sessions, size_t count,
                          bool ended);

enum phone_notice { PHONE_FRESH, PHONE_MALFORMED, PHONE_SAME, PHONE_TOO_MANY };

/* `phone_masked` is the present one, `typed` the new one. */
h2o_iovec_t phone_page(const struct page *page, enum phone_notice notice, const char *phone_masked,
                       const char *typed);

enum new_code_notice {
    NEW_CODE_SENT,
    NEW_CODE_WRONG,
    NEW_CODE_ENDED,
    NEW_CODE_TAKEN /* by another account */
};

h2o_iovec_t new_code_page(const struct page *page, enum new_code_notice notice, const char *phone_masked,
                          bool waiting);

/* `typed`: not what it should be; NULL when nothing was typed yet. `last_administrator`: an organisation
 * would be left without. */
h2o_iovec_t close_page(const struct page *page, const char *typed, bool last_administrator);

/* Whether this is the word that close_page() asks for, in either language. */
bool close_word_is(const struct page *page, const char *typed);
