/*
 * workshop_pass - counts what was stored for its workshops, on a thread of its own, and judges them
 *
 * In small steps, each a transaction of its own with the position in it: some vehicles whose records have
 * changed, some days to add up, some workshops to judge. One process at a time takes a step (an advisory
 * lock), so several servers count nothing twice, and one that is killed loses the step it was in. Nobody
 * waits for it.
 */
#pragma once

#include "core/keys.h"
#include "core/settings.h"

struct workshop_pass;

struct workshop_pass *workshop_pass_start(const struct settings *settings, const struct keys *keys);
/* Within a second, whatever it is in the middle of. */
void workshop_pass_stop(struct workshop_pass *pass);
