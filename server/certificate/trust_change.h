/*
 * trust_change - what a trust list that is to be signed says otherwise than the one that was signed before
 *
 * Whoever signs it with the root sees this, since the list comes from a database that others can reach.
 */
#pragma once

#include "certificate/trust.h"

enum trust_change_kind {
    TRUST_KEY_NEW,
    TRUST_KEY_ENDED,  /* it is now, or from an earlier moment on */
    TRUST_KEY_MOVED,  /* another of its times is another one */
    TRUST_KEY_OVER,   /* left out, since what it signed has expired */
    TRUST_KEY_LOST,   /* left out before that */
    TRUST_KEY_REVIVED /* it was ended, and is no more, or from a later moment on */
};

struct trust_change {
    enum trust_change_kind kind;
    const struct trusted_key *before, *after; /* NULL: it is not in that list */
};

enum { TRUST_CHANGES_MOST = 3 * TRUST_KEYS_MOST };

/* How many there are; in the order of the lists, first of keys that stand in the later one. */
size_t trust_changes(const struct trust_list *before, const struct trust_list *after, int64_t now,
                     struct trust_change changes[TRUST_CHANGES_MOST]);

/* What nothing that the service does leads to, and no root should sign. */
bool trust_change_forbidden(enum trust_change_kind kind);
