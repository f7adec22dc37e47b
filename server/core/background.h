/*
 * background - threads that do what nobody waits for in this millisecond
 *
 * Those that drain, deliver and draw wake up often for a moment. By SCHED_BATCH (sched(7)) they get their
 * share of the processor, but do not push a loop off it when they wake.
 */
#pragma once

/* This thread is such a one from now on, and until it ends. */
void background_begin(void);
void background_end(void);
