/*
 * password - how often somebody may have passwords compared, which takes a helper thread a tenth of a second
 *
 * Counted by name and address, so that a stranger's guesses do not lock anybody out, and by the address
 * alone, so that ever new names keep nobody waiting.
 */
#pragma once

#include "core/pending.h"

/*
 * Takes one try for `name`, which belongs to the exchange. Answers with FAULT_NONE or FAULT_LIMIT, perhaps
 * before this returns: the caller's last deed.
 */
void password_take(struct exchange *x, const char *name, continuation *resume, void *state);

/* Likewise, by name and address only: for an address that sends for many names. */
void password_take_named(struct exchange *x, const char *name, continuation *resume, void *state);
