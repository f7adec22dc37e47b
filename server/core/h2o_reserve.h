/*
 * h2o_reserve - what h2o 2.2.5 keeps for use again in a thread's own memory, and forgets when the thread ends
 *
 * Freed, so that a check for leaks finds none: to look each one up as known took a fifth of a second at each
 * end.
 */
#pragma once

/* On the thread, after its loop is gone. */
void h2o_reserve_free(void);
