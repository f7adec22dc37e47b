#include "endpoints/platform/lookup.h"

#include <string.h>

#include "endpoints/platform/quota.h"
#include "endpoints/platform/shared_look.h"
#include "http/reply.h"

struct lookup {
    struct exchange *x;
    struct inquiry inquiry;
    const struct member *members;
};

/* The summary, with the client's names for it before its own members. */
static h2o_iovec_t named_summary(struct exchange *x, const struct inquiry *q)
{
    char *text = h2o_mem_alloc_pool(&x->pool, INQUIRY_NAMED + 2 + q->words.len);

    text[0] = '{';
    inquiry_name(x, q, text + 1);
    size_t length = strlen(text);
    text[length++] = ',';
    memcpy(text + length, q->words.base + 1, q->words.len - 1);
    return h2o_iovec_init(text, length + q->words.len - 1);
}

/* A vehicle without records has a handle, too. */
static const char *extra_of(struct exchange *x, const struct inquiry *q)
{
    char name[INQUIRY_NAMED];

    if (q->words.len == 0)
        return NULL;
    inquiry_name(x, q, name);
    return exchange_text(x, ",%s%.*s", name, (int)q->words.len, q->words.base);
}

static void lookup_finish(void *state)
{
    struct lookup *l = state;
    const struct inquiry *q = &l->inquiry;

    inquiry_tell_age(l->x, q);
    if (!failed(q->fault))
        reply_json(l->x, 200, REPLY_NO_STORE, named_summary(l->x, q));
    else
        reply_problem(l->x, q->fault, q->detail, q->pointer, extra_of(l->x, q));
}

static void lookup_ask(void *state)
{
    struct lookup *l = state;

    if (l->members[INQUIRY_SHARE].kind != MEMBER_ABSENT)
        shared_look_answer(l->x, &l->inquiry, l->members, lookup_finish, l);
    else
        inquiries_answer(l->x, &l->inquiry, 1, lookup_finish, l);
}

void lookup_start(struct exchange *x)
{
    struct lookup *l = exchange_new(x, struct lookup);
    struct member *members = exchange_alloc(x, sizeof(struct member) * INQUIRY_MEMBERS);
    enum fault fault;

    memcpy(members, (const struct member[])INQUIRY_NAMES, sizeof(struct member) * INQUIRY_MEMBERS);
    l->x = x;
    l->members = members;
    fault = members_read(x, members, INQUIRY_MEMBERS);
    if (failed(fault)) {
        reply_fault(x, fault);
        return;
    }
    inquiry_read(x, &l->inquiry, members);
    shared_look_read(&l->inquiry, members);
    quota_take(x, &l->inquiry, 1, lookup_ask, l);
}
