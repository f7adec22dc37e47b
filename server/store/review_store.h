/*
 * review_store - cases for review as they are stored
 *
 * The number that was typed and a reviewer's words are sealed and bound to the case. In memory of the
 * exchange.
 */
#pragma once

#include "core/exchange.h"
#include "history/review.h"
#include "store/rows.h"

#define REVIEW_PHOTO_COLUMN  "review_photo.body"
#define REVIEW_LICENCE_PHOTO "business_licence"

/* As bytea parameters; NULL stays NULL. */
const char *review_vin_seal(struct exchange *x, const char *handle, const struct vin *vin);
const char *review_words_seal(struct exchange *x, const char *handle, const char *words);

/* NULL for nothing, and, with a line in the log, for what does not open. */
const char *review_vin_open(struct exchange *x, const char *handle, h2o_iovec_t sealed);
const char *review_words_open(struct exchange *x, const char *handle, h2o_iovec_t sealed);

/* How many columns review_read, reviews_of_account and review_case begin with alike. */
enum { REVIEW_COLUMNS = 12 };

/* From such a row; false, and a line in the log, when the number, or of a licence
 * the organisation, does not open. */
bool MUST_CHECK review_from_row(struct exchange *x, const struct rows *rows, int row,
                                struct review_view *review);

/* What the database's functions say. */
enum review_fate {
    REVIEW_NOWHERE, /* not theirs */
    REVIEW_DONE,
    REVIEW_UNDER_WAY,
    REVIEW_HELD,
    REVIEW_TOO_MANY,
    REVIEW_LATE,
    REVIEW_SAME,
    REVIEW_UNREGISTERED,
    REVIEW_MOVED,
    REVIEW_TAKEN
};
enum review_fate review_fate_of(const char *word);
