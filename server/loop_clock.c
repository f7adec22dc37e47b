#include "loop_clock.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/time.h>

#include "core/date.h"

/* In microseconds. */
static _Thread_local struct {
    bool begun;
    int64_t asked_at; /* monotonic, when it was asked last */
    int64_t ahead;    /* of the monotonic clock */
} loop_clock;

static int64_t monotonic_us(void)
{
    return clock_monotonic() / 1000;
}

void loop_clock_begin(void)
{
    loop_clock.begun = true;
    loop_clock.asked_at = monotonic_us();
    loop_clock.ahead = clock_wall() - loop_clock.asked_at;
}

static int64_t loop_clock_us(void)
{
    int64_t now = monotonic_us(), most = (now - loop_clock.asked_at) / 10;
    int64_t missing = clock_wall() - now - loop_clock.ahead;

    if (most == 0)
        return now + loop_clock.ahead;
    loop_clock.asked_at = now;
    loop_clock.ahead += missing > most ? most : missing < -most ? -most : missing;
    return now + loop_clock.ahead;
}

int gettimeofday(struct timeval *restrict at, void *restrict zone)
{
    int64_t us = loop_clock.begun ? loop_clock_us() : clock_wall();

    (void)zone;
    *at = (struct timeval){.tv_sec = us / 1000000, .tv_usec = us % 1000000};
    return 0;
}
