#include "endpoints/password.h"

#include <string.h>

#include "http/address.h"
#include "store/limits.h"

struct trying {
    struct exchange *x;
    continuation *resume;
    void *state;
};

static continuation take_on_named;

void password_take_named(struct exchange *x, const char *name, continuation *resume, void *state)
{
    const char *who = exchange_text(x, "%s %s", name, address_of(x));

    limits_take(x, LIMIT_PASSWORD, 1, who, strlen(who), resume, state);
}

void password_take(struct exchange *x, const char *name, continuation *resume, void *state)
{
    struct trying *t = exchange_new(x, struct trying);

    *t = (struct trying){x, resume, state};
    password_take_named(x, name, take_on_named, t);
}

static void take_on_named(void *state, const struct answer *answer)
{
    struct trying *t = state;
    const char *address = address_of(t->x);

    if (failed(answer->fault))
        t->resume(t->state, answer);
    else
        limits_take(t->x, LIMIT_PASSWORD_ADDRESS, 1, address, strlen(address), t->resume, t->state);
}
