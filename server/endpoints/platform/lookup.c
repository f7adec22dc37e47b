#include "endpoints/platform/lookup.h"

#include "endpoints/platform/inquiry.h"
#include "http/reply.h"

struct lookup {
    struct exchange *x;
    struct inquiry inquiry;
};

static void lookup_finish(void *state)
{
    struct lookup *l = state;
    const struct inquiry *q = &l->inquiry;

    if (!failed(q->fault))
        reply_json(l->x, 200, REPLY_NO_STORE, q->words);
    else
        reply_problem(l->x, q->fault, q->detail, q->pointer,
                      exchange_text(l->x, "%.*s", (int)q->words.len, q->words.base));
}

void lookup_start(struct exchange *x)
{
    struct lookup *l = exchange_new(x, struct lookup);
    struct member members[INQUIRY_MEMBERS] = INQUIRY_NAMES;
    enum fault fault;

    l->x = x;
    fault = members_read(x, members, INQUIRY_MEMBERS);
    if (failed(fault)) {
        reply_fault(x, fault);
        return;
    }
    inquiry_read(&l->inquiry, members);
    inquiries_answer(x, &l->inquiry, 1, lookup_finish, l);
}
