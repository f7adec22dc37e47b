/* client_certificates_page - the certificates that an exporter has got, and one of them */
#pragma once

#include "render/page.h"

struct certificate_shown {
    const char *number, *state,
        *reason;                 /* "valid", "expired", "superseded" or "withdrawn"; why it was withdrawn */
    int64_t state_at, issued_at; /* wall clock, microseconds; state_at 0: it is valid */
    struct date valid_until;
    const char *destination, *language, *ground, *reference;
    const char *predecessor, *successor; /* numbers; NULL: none */
    const char *vin, *make;
    int model_year; /* 0: unknown */
};

/* Papers that were sent for a reviewer, who decides whether they stand for the owner's consent. */
struct papers_shown {
    const char *handle, *vin;
    const char *state;           /* "open", "approved" or "refused" */
    const char *reason, *words;  /* why it was refused, and what the reviewer adds; or NULL */
    int64_t sent_at, good_until; /* wall clock, microseconds; good_until 0: it is not approved */
    bool over;
};

enum { PAPERS_SHOWN = 50 };

/* A page of the list, with what was asked for. */
struct certificates_shown {
    const char *state, *searched; /* NULL: any, nothing */
    const struct certificate_shown *certificate;
    size_t count;
    bool later;                        /* this is not the first page */
    const char *before;                /* behind which one it begins; NULL: the latest */
    const char *next;                  /* behind which one the next page begins; NULL: this is the last */
    const struct papers_shown *papers; /* the latest first; NULL: this is not the first page */
    size_t papers_count;
    const char *papers_sent;    /* the case that the papers sent just now are; NULL: none were */
    const char *papers_waiting; /* likewise one that waited already */
    long used, day;             /* certificates of today, and how many requests the contract allows */
    long outdated;              /* superseded, and no other of the vehicle follows */
};

h2o_iovec_t client_certificates_page(const struct page *page, const struct certificates_shown *shown);

/* The same as CSV; `cut`: there are more, which a last line says. */
h2o_iovec_t client_certificates_table(const struct page *page, const struct certificate_shown *certificate,
                                      size_t count, bool cut);

enum certificate_notice {
    CERTIFICATE_PLAIN,
    CERTIFICATE_ISSUED,
    CERTIFICATE_WITHDRAWN,
    CERTIFICATE_NO_REASON
};

h2o_iovec_t client_certificate_page(const struct page *page, enum certificate_notice notice,
                                    const struct certificate_shown *certificate);

/* The end of a VIN, which people tell cars by: "…123456". NULL for NULL. */
const char *vin_end_words(const struct page *page, const char *vin);

/* "kz": the country in words, or its letters. */
const char *destination_words(const struct page *page, const char *code);
