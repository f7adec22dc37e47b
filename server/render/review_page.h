/*
 * review_page - what an owner sends for a review, and what becomes of it
 */
#pragma once

#include "core/photo.h"
#include "history/review.h"
#include "render/page.h"

enum papers_notice {
    PAPERS_FRESH,
    PAPERS_INCOMPLETE, /* what is wrong stands at the fields */
    PAPERS_TRIED,      /* too often today */
    PAPERS_TOO_MANY,   /* open cases of this account */
    PAPERS_UNDER_WAY,  /* one about this vehicle */
    PAPERS_HELD,       /* the vehicle is the account's */
    PAPERS_LATE        /* none are wanted (any more) */
};

/* Opens a case, or adds to one. */
struct papers_form {
    enum papers_notice notice;
    const char *ticket; /* becomes the case's handle */
    const char *vin;    /* as typed */
    bool vin_wrong;
    struct photo_field *photo;
    size_t photo_count;
    long open_most; /* cases of an account */
};
h2o_iovec_t papers_page(const struct page *page, const struct papers_form *form);
h2o_iovec_t review_page(const struct page *page, const struct review_view *review,
                        const struct papers_form *form);
