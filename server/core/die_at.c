#include "core/die_at.h"

#ifdef FAULT_POINTS
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void die_at(const char *point)
{
    static _Atomic long passed;
    const char *wanted = getenv("CHEDANG_DIE_AT");
    size_t length = strlen(point);

    if (wanted != NULL && strncmp(wanted, point, length) == 0 && wanted[length] == ':' &&
        atomic_fetch_add(&passed, 1) + 1 >= atol(wanted + length + 1))
        kill(getpid(), SIGKILL);
}
#else
typedef int nothing_here; /* ISO C wants something in every file */
#endif
