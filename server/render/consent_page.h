/* consent_page - somebody asks a vehicle's owner to let them read it, and enters the code that the owner got
 */
#pragma once

#include "render/page.h"
#include "render/sign_in_page.h"

enum { CONSENT_USUAL_DAYS = 30, CONSENT_MOST_DAYS = 365 };

/* As typed; what cannot be read is marked at its field. */
struct consent_form {
    const char *vehicle, *phone, *days;
    bool vehicle_wrong, phone_wrong, days_wrong;
    bool phone_own; /* the asker's own number */
};

enum consent_notice { CONSENT_FRESH, CONSENT_INCOMPLETE, CONSENT_TOO_MANY };

h2o_iovec_t consent_ask_page(const struct page *page, enum consent_notice notice,
                             const struct consent_form *form);

/* `full`: the code was right, but too many have consent already. */
h2o_iovec_t consent_code_page(const struct page *page, enum code_notice notice, bool full,
                              const char *phone_masked);
