/*
 * certificate_paper - a maintenance certificate on A4, in Chinese and one other language
 *
 * One to three pages of PDF: what the claims say, what they do not say, the code that carries them, and how
 * to check it, with the signed credential attached as a file, in its envelope. The same file gives the same
 * bytes. A long series of readings is drawn whole, but listed by a rule that stands beside the list
 * (certificate_readings.h).
 *
 * It takes some tens of milliseconds: for a helper thread. It waits for nothing and logs nothing.
 */
#pragma once

#include <stddef.h>

#include "certificate/claims.h"
#include "render/certificate_words.h"

struct certificate_paper {
    const struct claims *claims;
    enum certificate_language language; /* the other one; not CERTIFICATE_ZH */
    const char *code;                   /* what the QR code says */
    const char *key;                    /* the id of the key that signed */
    const char *address;                /* where a number is checked: "chedang.example/verify" */
    const char *credential;             /* attached as chedang-NUMBER.json */
    size_t credential_length;
};

/* Of malloc(); NULL when it cannot be drawn: the code is too long, or memory is short. */
char *certificate_paper_pdf(const struct certificate_words *words, const struct certificate_paper *paper,
                            size_t *length);

/* The first page as a PNG, to be looked at on a screen. Likewise. */
char *certificate_paper_png(const struct certificate_words *words, const struct certificate_paper *paper,
                            size_t *length);
