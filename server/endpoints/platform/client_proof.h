/*
 * client_proof - which client makes this request, by its secret or its private key (RFC 6749 2.3, RFC 7523)
 *
 * A secret comes as `Authorization: Basic`, an assertion as the fields client_assertion_type and
 * client_assertion. Any of the client's keys that count will do.
 */
#pragma once

#include "core/exchange.h"

struct client_proof {
    enum fault fault;
    const char *detail;                      /* of a fault; NULL for none */
    const char *key, *client;                /* ids in PostgreSQL */
    const char *assertion, *assertion_until; /* keyed hash, which counts once; NULL with a secret */
};

/* Fills in the proof and then calls `next`, which may be at once: so this is the caller's last deed. */
void client_prove(struct exchange *x, struct client_proof *proof, void (*next)(void *state), void *state);
