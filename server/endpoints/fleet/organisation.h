/*
 * organisation - the organisation in the first segment of the path, as somebody in it sees it
 *
 * Read from PostgreSQL every time; one that is unknown, ended or not the account's is nowhere.
 */
#pragma once

#include "core/exchange.h"
#include "core/pending.h"
#include "render/organisation_page.h"

/* Lives as long as the exchange. */
typedef void organisation_done(void *state, const struct organisation *organisation);

void organisation_find(struct exchange *x, organisation_done *next, void *state);

/* Likewise for those who administer it and only once it is approved; else nowhere. */
void organisation_find_managed(struct exchange *x, organisation_done *next, void *state);

/* Code and name of a row; false when they do not open. */
bool organisation_from_row(struct exchange *x, const struct rows *rows, int row, int handle, int sealed,
                           struct organisation *organisation);

/* A random name of our own making, from a form; NULL for anything else. */
const char *organisation_ticket(struct exchange *x, const char *field);
