/*
 * redis - one connection to Redis on the loop, with deadlines and a breaker
 *
 * hiredis 0.14 has neither: a command that waits too long costs the connection, and after a failure nothing
 * is sent until the next try to connect has succeeded.
 */
#pragma once

#include "core/pending.h"

struct redis;

/* Connects to the socket of the settings; without one, every command fails at once. */
struct redis *redis_create(struct service *service);
void redis_destroy(struct redis *redis);

/* Whether a command sent now has a connection to go to. */
bool redis_ready(const struct redis *redis);

/* Answers with a string or an integer's text in answer->value, empty for nil; with answer->values where the
 * command gives a list; STORE_DOWN for any failure. */
void redis_ask(struct redis *redis, struct exchange *x, int argc, const char *const argv[],
               const size_t length[], continuation *resume, void *state);

/* Nobody waits for the answer. */
void redis_tell(struct redis *redis, int argc, const char *const argv[], const size_t length[]);
