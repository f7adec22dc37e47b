/* certificate_batch_page - batches of certificates: what was sent, how far it is, what came of it */
#pragma once

#include "render/page.h"

enum {
    BATCH_LINES_MOST = 200,
    BATCH_KIB_MOST = 128,
    BATCHES_WAITING_MOST = 3,
    BATCH_DAYS = 7,
    BATCHES_SHOWN = 50
};

struct batch_shown {
    const char *handle;
    int64_t sent_at; /* wall clock, microseconds */
    long lines, waiting, issued, refused;
};

/* What was wrong with a table that was sent. */
enum batch_notice {
    BATCH_PLAIN,
    BATCH_NO_FILE,
    BATCH_TOO_LARGE,
    BATCH_NOT_UTF8,
    BATCH_NO_LINE,
    BATCH_TOO_MANY_LINES,
    BATCH_TOO_MANY /* are under way */
};

/* `once`: of the form. */
h2o_iovec_t certificate_batches_page(const struct page *page, enum batch_notice notice, const char *once,
                                     const struct batch_shown *batch, size_t count);

struct batch_line {
    long line;
    const char *state, *reference; /* "waiting", "issued" or "refused"; NULL: it could not be read */
    const char *code, *pointer;    /* why it was refused */
    const char *number;            /* of the certificate */
    struct date valid_until;
};

/* `still`: it does not load itself again. */
h2o_iovec_t certificate_batch_page(const struct page *page, const struct batch_shown *batch,
                                   const struct batch_line *line, size_t count, bool still);

/* What came of each line, as CSV. */
h2o_iovec_t certificate_batch_table(const struct page *page, const struct batch_line *line, size_t count);
