/*
 * examiner - examines vehicles whose version has moved, on a thread of its own, and keeps what is odd
 *
 * A portion of EXAMINER_MOST vehicles is one transaction: they are taken, read, examined, and what was found
 * is settled with what was found before (finding_settle() in the database). A process that dies has taken
 * none. Any number of servers may do it at the same time.
 */
#pragma once

#include "core/settings.h"

enum { EXAMINER_MOST = 64 };

struct examiner;

struct examiner *examiner_start(const struct settings *settings);
/* Cancels what is under way; within a second. */
void examiner_stop(struct examiner *examiner);
