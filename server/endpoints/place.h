/*
 * place - where a list of looks goes on, as the addresses of pages carry it
 *
 * A line of the trail is named by its time, its spool, and its number there, which counts the looks of all
 * clients. So the name is sealed, for this list only.
 */
#pragma once

#include "core/exchange.h"

/* In PostgreSQL's words; from the exchange's pool. */
struct place {
    const char *at, *spool, *entry; /* microseconds, hex, number */
};

/* `list` says whose it is and of what. */
const char *place_seal(struct exchange *x, const char *list, struct place place);

/* False for NULL and for what was not sealed here for this list. */
bool place_open(struct exchange *x, const char *list, const char *sealed, struct place *place);
