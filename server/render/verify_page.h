/*
 * verify_page - where anybody checks a certificate, in seven languages
 *
 * The page's own program (static/verify.mjs) reads files and codes in the browser; from here comes what it
 * works without: the form for a number, and what is known of one. Nothing of a certificate's content is here.
 */
#pragma once

#include <stddef.h>

#include "render/page.h"

enum verify_state { VERIFY_UNKNOWN, VERIFY_VALID, VERIFY_EXPIRED, VERIFY_SUPERSEDED, VERIFY_WITHDRAWN };

/* What is known of a number. */
struct verify_known {
    const char *number;
    enum verify_state state;
    struct date issued, until, changed; /* unknown days are left out */
};

struct verify {
    const char *typed;                /* what stands in the field; NULL: nothing */
    bool malformed;                   /* and cannot be a number */
    const struct verify_known *known; /* NULL: no number was asked for */
    const char *root;                 /* public root key, base64url; "" where none is set */
};

/* The page's language is one of verify_languages(); its path is what the language switch leads back to. */
h2o_iovec_t verify_page(const struct page *page, const struct verify *verify);

/* "zh", "en", ...; NULL beyond the last. */
const char *verify_language(size_t number);
