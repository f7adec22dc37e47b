#include "core/background.h"

#include <pthread.h>
#include <sched.h>

#include "core/h2o_reserve.h"

void background_begin(void)
{
    /* Where that is not allowed it stays as it was, which is good too. */
    (void)pthread_setschedparam(pthread_self(), SCHED_BATCH, &(struct sched_param){0});
}

void background_end(void)
{
    h2o_reserve_free();
}
