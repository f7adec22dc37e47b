#include "endpoints/certificate/mistakes.h"

#include "http/reply.h"

void mistake(struct mistakes *m, enum fault fault, const char *detail, const char *pointer)
{
    struct refusal *one = exchange_new(m->x, struct refusal);

    *one = (struct refusal){.fault = fault, .detail = detail, .pointer = pointer};
    if (m->first == NULL)
        m->first = one;
    else
        m->last->next = one;
    m->last = one;
}

bool mistakes_told(const struct mistakes *m)
{
    if (m->first != NULL)
        reply_refusal(m->x, m->first);
    return m->first != NULL;
}
