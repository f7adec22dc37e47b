/* client_keys_page - the keys of a client, and what was done with them */
#pragma once

#include "render/page.h"

enum { CLIENT_KEYS_MOST = 100, CLIENT_KEYS_GOOD = 20, CLIENT_ACTS_MOST = 50 };

struct client_key {
    const char *kid, *kind, *label, *state;  /* "good", "ended", "expired" or "idle" */
    int64_t created_at, used_at, expires_at; /* wall clock, microseconds; used_at 0: never */
    long days_left;
};

struct client_act {
    int64_t at;
    const char *admin; /* NULL: the operator */
    const char *act, *kid, *label;
};

enum client_keys_notice {
    KEYS_PLAIN,
    KEYS_ADDED, /* a public one */
    KEYS_ENDED,
    KEYS_FULL,  /* there are twenty */
    KEYS_TAKEN, /* this public key is or was somebody's */
    KEYS_LABEL_WRONG,
    KEYS_LABEL_WRONG_PUBLIC, /* in the other form */
    KEYS_PUBLIC_WRONG        /* this is none */
};

/* What a form was sent with; NULL or 0: nothing. */
struct client_key_form {
    const char *label, *key;
    int days;
};

struct client_keys {
    struct client_key key[CLIENT_KEYS_MOST]; /* those that count first */
    size_t count;
    struct client_act act[CLIENT_ACTS_MOST]; /* the latest first */
    size_t act_count;
};

/* For how many days a key may be made; ended by 0. */
extern const int client_key_days[];

h2o_iovec_t client_keys_page(const struct page *page, enum client_keys_notice notice,
                             const struct client_key_form *form, const struct client_keys *keys);

/* A secret, which is shown this once. */
h2o_iovec_t client_key_made_page(const struct page *page, const char *client_id, const char *kid,
                                 const char *secret, const struct client_key_form *form);

/* Asks whether to end a key; `last`: none would count any more. */
h2o_iovec_t client_key_end_page(const struct page *page, const struct client_key *key, bool last);
