/*
 * poll - asks PostgreSQL for changes every poll_ms and teaches freshness what came
 *
 * Also learns from which database the answers come, prunes changes that no process can need any more, and
 * once a minute drops sessions, codes, tokens and counts that have expired, and moves disputes whose turn is
 * over.
 */
#pragma once

#include "core/service.h"

struct poll;

struct poll *poll_create(struct service *service);
void poll_destroy(struct poll *poll);
