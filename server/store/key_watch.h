/*
 * key_watch - tells the operator, in the log, when certificates cannot be signed, or soon will not be
 *
 * At the start, and when it changes. One loop asks, each minute.
 */
#pragma once

#include "core/pending.h"

enum key_state { KEY_STATE_UNKNOWN, KEY_STATE_GOOD, KEY_STATE_ENDS, KEY_STATE_NONE };

struct key_watch {
    enum key_state told;
    continuation *resume;
    void *state;
};

/* Answers as db_read() does; `watch` is zeroed once and lives until then. */
void key_watch_run(struct key_watch *watch, struct exchange *x, continuation *resume, void *state);
