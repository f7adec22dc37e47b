/* garage_page - the owner's vehicles, and the form that claims one */
#pragma once

#include <stddef.h>

#include "history/review.h"
#include "render/page.h"

struct owned {
    const char *handle; /* stands in the address */
    const char *vin;
    const char *maker_zh, *maker_en;
    int model_year; /* 0: unknown */
    struct date claimed_on;
    int64_t until;     /* somebody else's, read by consent until then; 0: one's own */
    const char *ended; /* "transferred", "scrapped", "exported", "awarded"; NULL: held now */
};

/* `left`: one that was read by consent was given up just now. */
h2o_iovec_t vehicles_page(const struct page *page, const struct owned *owned, size_t count,
                          const struct review_view *reviews, size_t review_count, bool left);

/* Why a vehicle is not the account's any more, by the word of struct owned, and since when, where that is
 * known. */
h2o_iovec_t ended_page(const struct page *page, const char *vin, const char *ended, struct date ended_on);

/* As typed; what cannot be read is marked at its field. */
struct claim_form {
    const char *vin, *plate, *engine_no, *registration_no;
    bool vin_wrong, plate_wrong, engine_no_wrong, registration_no_wrong; /* missing or malformed */
};

enum claim_notice {
    CLAIM_FRESH,
    CLAIM_INCOMPLETE, /* some field is marked */
    CLAIM_REFUSED,    /* whatever the reason: wrong facts, unknown vehicle, somebody else's */
    CLAIM_TOO_MANY    /* tries for today are used up */
};

h2o_iovec_t claim_page(const struct page *page, enum claim_notice notice, const struct claim_form *form);
