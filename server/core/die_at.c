#include "core/die_at.h"

#ifdef FAULT_POINTS
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sodium.h>

/* The number behind "point:" in the variable; 0 when it is about another point, or not set. */
static long number_for(const char *variable, const char *point)
{
    const char *wanted = getenv(variable);
    size_t length = strlen(point);

    return wanted != NULL && strncmp(wanted, point, length) == 0 && wanted[length] == ':'
               ? atol(wanted + length + 1)
               : 0;
}

void die_at(const char *point)
{
    static _Atomic long passed;
    long wanted = number_for("CHEDANG_DIE_AT", point);

    if (wanted != 0 && atomic_fetch_add(&passed, 1) + 1 >= wanted)
        kill(getpid(), SIGKILL);
}

long stall_at(const char *point)
{
    if ((long)randombytes_uniform(100) >= number_for("CHEDANG_STALL_AT", point))
        return 0;
    return (long)randombytes_uniform(STALL_MOST_MS);
}
#else
typedef int nothing_here; /* ISO C wants something in every file */
#endif
