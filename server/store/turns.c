#include "store/turns.h"

#include <stdlib.h>

enum { BUCKETS = 256 };

/* One of whom something waits. */
struct sender {
    h2o_linklist_t link, same_bucket, waiting;
    int64_t id;
    unsigned count;
};

struct turns {
    unsigned most_under_way, most_of_one, under_way;
    h2o_linklist_t round; /* of senders; the first is next */
    h2o_linklist_t bucket[BUCKETS];
};

struct turns *turns_create(unsigned under_way, unsigned waiting_of_one)
{
    struct turns *t = calloc(1, sizeof(*t));

    if (t == NULL)
        abort();
    t->most_under_way = under_way;
    t->most_of_one = waiting_of_one;
    h2o_linklist_init_anchor(&t->round);
    for (size_t i = 0; i < BUCKETS; i++)
        h2o_linklist_init_anchor(&t->bucket[i]);
    return t;
}

static void forget(struct sender *s)
{
    h2o_linklist_unlink(&s->link);
    h2o_linklist_unlink(&s->same_bucket);
    free(s);
}

void turns_destroy(struct turns *t)
{
    for (h2o_linklist_t *at = t->round.next, *next; at != &t->round; at = next) {
        next = at->next;
        free(H2O_STRUCT_FROM_MEMBER(struct sender, link, at));
    }
    free(t);
}

/* Whoever comes anew is the last of the round. */
static struct sender *sender_of(struct turns *t, int64_t id)
{
    h2o_linklist_t *bucket = &t->bucket[(uint64_t)id % BUCKETS];
    struct sender *s;

    for (h2o_linklist_t *at = bucket->next; at != bucket; at = at->next) {
        s = H2O_STRUCT_FROM_MEMBER(struct sender, same_bucket, at);
        if (s->id == id)
            return s;
    }
    s = calloc(1, sizeof(*s));
    if (s == NULL)
        abort();
    s->id = id;
    h2o_linklist_init_anchor(&s->waiting);
    h2o_linklist_insert(bucket, &s->same_bucket);
    h2o_linklist_insert(&t->round, &s->link);
    return s;
}

bool turns_enter(struct turns *t, int64_t sender, struct turn *turn)
{
    struct sender *s = sender_of(t, sender);

    if (s->count == t->most_of_one)
        return false;
    s->count++;
    turn->link = (h2o_linklist_t){NULL, NULL};
    h2o_linklist_insert(&s->waiting, &turn->link);
    return true;
}

struct turn *turns_next(struct turns *t)
{
    if (t->under_way == t->most_under_way || h2o_linklist_is_empty(&t->round))
        return NULL;
    struct sender *s = H2O_STRUCT_FROM_MEMBER(struct sender, link, t->round.next);
    struct turn *next = H2O_STRUCT_FROM_MEMBER(struct turn, link, s->waiting.next);

    h2o_linklist_unlink(&next->link);
    h2o_linklist_unlink(&s->link);
    h2o_linklist_insert(&t->round, &s->link);
    if (--s->count == 0)
        forget(s);
    t->under_way++;
    return next;
}

void turns_leave(struct turns *t)
{
    t->under_way--;
}
