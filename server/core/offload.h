/*
 * offload - runs a slow function on a helper thread and brings the exchange back to its loop
 *
 * For argon2 and the like: 30 to 100 ms that no loop can spare. Photos take longer and have threads and a
 * queue of their own. A queue is bounded; full means FAULT_BUSY.
 */
#pragma once

#include "core/pending.h"

struct offload;

/* For the whole process. */
struct offload *offload_create(long threads, long queue);
void offload_destroy(struct offload *offload);

/* A loop that wants to get exchanges back says so once, and once that it does not any more. */
void offload_attach(struct service *service);
void offload_detach(struct service *service);

/*
 * `work(state)` runs on a helper thread; `state` lives in the exchange and is nobody else's until `resume`.
 * The work must not touch the exchange, log, or wait for anything.
 */
void offload_run(struct exchange *x, struct offload *offload, void (*work)(void *state), continuation *resume,
                 void *state);
