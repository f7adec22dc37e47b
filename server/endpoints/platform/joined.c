#include "endpoints/platform/joined.h"

#ifdef BROKEN_JOINED
#include <stdlib.h>
#include <string.h>

#include "core/service.h"

/* Those who wait for the answer to the query that the first of them has sent. */
struct joined {
    struct exchange *leader;
    char *key;
    h2o_linklist_t waiting;
    struct joined *next;
};

static _Thread_local struct joined *under_way;

static void on_answer(void *state, const struct answer *answer)
{
    struct joined *j = state, **at = &under_way;

    while (*at != j)
        at = &(*at)->next;
    *at = j->next;
    while (!h2o_linklist_is_empty(&j->waiting))
        pending_finish(H2O_STRUCT_FROM_MEMBER(struct pending, link, j->waiting.next), answer);
    exchange_release(j->leader);
    free(j->key);
    free(j);
}

void db_read_joined(struct exchange *x, enum query query, struct db_values values, continuation *resume,
                    void *state)
{
    struct pending *p = pending_new(sizeof(*p), x, resume, state);
    struct joined *j = under_way;

    while (j != NULL && strcmp(j->key, values.value[0]) != 0)
        j = j->next;
    if (j == NULL) {
        j = h2o_mem_alloc(sizeof(*j));
        *j = (struct joined){exchange_housekeeping(x->service), strdup(values.value[0]), {0}, under_way};
        h2o_linklist_init_anchor(&j->waiting);
        under_way = j;
        /* Not on the connection of reads: there, what a later request asks before it comes here would wait
         * for this very answer, and nobody could join it late. */
        db_write(j->leader, query, (struct db_values){1, {j->key}}, on_answer, j);
    }
    h2o_linklist_insert(&j->waiting, &p->link);
}
#else
typedef int nothing_here; /* ISO C wants something in every file */
#endif
