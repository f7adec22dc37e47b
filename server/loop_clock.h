/*
 * loop_clock - the time by which h2o counts its timeouts
 *
 * h2o 2.2 counts them by gettimeofday(). When the wall clock is put forward, all timeouts of a loop end at
 * once; when it is put back by an hour, none ends for an hour: nothing is polled, and no upload is
 * acknowledged. So the program has a gettimeofday() of its own, which libraries find before that of libc. On
 * a thread of a loop it begins with the wall clock, goes at the pace of the monotonic one, and follows the
 * wall clock at a tenth of that pace. All else, what is signed and stored before all, asks clock_wall().
 */
#pragma once

/* From now on, on this thread. On others, gettimeofday() is the wall clock. */
void loop_clock_begin(void);
