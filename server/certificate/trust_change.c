#include "certificate/trust_change.h"

struct comparing {
    struct trust_change *changes;
    size_t count;
};

static void add(struct comparing *c, enum trust_change_kind kind, const struct trusted_key *before,
                const struct trusted_key *after)
{
    c->changes[c->count++] = (struct trust_change){kind, before, after};
}

static bool same_times(const struct trusted_key *a, const struct trusted_key *b)
{
    return a->published_at == b->published_at && a->signs_from == b->signs_from &&
           a->signs_until == b->signs_until && a->trusted_until == b->trusted_until;
}

/* A key of the later list. Its name follows from its bytes, so the same name is the same key. */
static void compare(struct comparing *c, const struct trusted_key *before, const struct trusted_key *after)
{
    if (before == NULL) {
        add(c, TRUST_KEY_NEW, before, after);
        return;
    }
    if (before->ended_from != 0 && (after->ended_from == 0 || after->ended_from > before->ended_from))
        add(c, TRUST_KEY_REVIVED, before, after);
    else if (after->ended_from != before->ended_from)
        add(c, TRUST_KEY_ENDED, before, after);
    if (!same_times(before, after))
        add(c, TRUST_KEY_MOVED, before, after);
}

size_t trust_changes(const struct trust_list *before, const struct trust_list *after, int64_t now,
                     struct trust_change changes[TRUST_CHANGES_MOST])
{
    struct comparing c = {changes, 0};

    for (size_t i = 0; i < after->key_count; i++)
        compare(&c, trust_find(before, after->keys[i].kid), &after->keys[i]);
    for (size_t i = 0; i < before->key_count; i++)
        if (trust_find(after, before->keys[i].kid) == NULL)
            add(&c, before->keys[i].trusted_until <= now ? TRUST_KEY_OVER : TRUST_KEY_LOST, &before->keys[i],
                NULL);
    return c.count;
}

bool trust_change_forbidden(enum trust_change_kind kind)
{
    return kind == TRUST_KEY_LOST || kind == TRUST_KEY_REVIVED;
}
