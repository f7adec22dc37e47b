/* organisation_page - companies: those that one is in, registering one, and who is in it */
#pragma once

#include <stddef.h>

#include "core/photo.h"
#include "render/page.h"

struct organisation {
    const char *handle, *code, *name;
    const char *state;  /* "waiting", "approved", "refused" */
    const char *reason; /* of the refusal */
    bool administers;
    long members;
    const char *invitation; /* its handle, where the account is only asked in; else NULL */
};

enum organisations_notice {
    ORGANISATIONS_PLAIN,
    ORGANISATIONS_LEFT,
    ORGANISATIONS_ENDED,
    ORGANISATIONS_DECLINED
};

h2o_iovec_t organisations_page(const struct page *page, enum organisations_notice notice,
                               const struct organisation *organisations, size_t count);

enum { COMPANY_NAME_MOST = 60 }; /* characters */

/* As typed; what cannot be taken is marked at its field. */
struct organisation_form {
    const char *once; /* makes one organisation, however often it is sent */
    const char *name, *code;
    bool name_wrong, code_malformed, code_mistyped;
    const struct photo_field *photo; /* of the licence */
};

enum organisation_notice {
    ORGANISATION_FRESH,
    ORGANISATION_INCOMPLETE,
    ORGANISATION_TOO_MANY,
    ORGANISATION_TRIED
};

h2o_iovec_t organisation_form_page(const struct page *page, enum organisation_notice notice,
                                   const struct organisation_form *form);

/* Somebody in it, or who is asked in. */
struct member {
    const char *handle, *phone; /* masked */
    bool administrator, self;
    int64_t since, asked_until; /* the latter 0: in it */
};

enum members_notice {
    MEMBERS_PLAIN,
    MEMBERS_INVITED,
    MEMBERS_CHANGED,
    MEMBERS_REMOVED,
    MEMBERS_WRONG, /* the number cannot be read */
    MEMBERS_IS_MEMBER,
    MEMBERS_FULL,
    MEMBERS_TOO_MANY, /* invitations today */
    MEMBERS_LAST      /* administrator */
};

struct members_shown {
    const struct organisation *organisation;
    const struct member *member;
    size_t count;
    enum members_notice notice;
    const char *once, *phone; /* of the form; the latter as typed */
    bool as_administrator;
};

h2o_iovec_t members_page(const struct page *page, const struct members_shown *shown);

/* `typed` NULL: not yet. */
h2o_iovec_t organisation_end_page(const struct page *page, const struct organisation *organisation,
                                  const char *typed);
/* In either language. */
bool end_word_is(const struct page *page, const char *typed);
