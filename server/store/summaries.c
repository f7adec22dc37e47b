#include "store/summaries.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "core/service.h"
#include "core/settings.h"
#include "store/db.h"

#ifdef BROKEN_JOINED
/* Not on the connection of reads: there, what a later request asks before it comes here would wait for this
 * very answer, and nobody could join it late. */
#define db_read db_write
#endif

enum { MOST_TOGETHER = 64, MOST_UNDER_WAY = 2, KEY_TEXT = sizeof("\"\\\\x\",") - 1 + 2 * VEHICLE_KEY_BYTES };

struct summaries {
    struct service *service;
    h2o_linklist_t waiting; /* for the end of the turn, and for room */
    long waiting_count;
    int under_way; /* statements; one connection answers them one after the other anyway */
    h2o_timeout_entry_t turn;
#ifdef BROKEN_JOINED
    h2o_linklist_t sent;
#endif
};

struct asked {
    struct pending pending;
    struct vehicle_key key;
    int64_t number; /* in the statement, from 1 */
};

/* Those who wait for one statement. */
struct together {
    struct exchange *x; /* nobody's */
    h2o_linklist_t asked;
#ifdef BROKEN_JOINED
    h2o_linklist_t link;
#endif
};

static void on_turn(h2o_timeout_entry_t *entry);
static continuation together_on_rows;

struct summaries *summaries_create(struct service *service)
{
    struct summaries *s = h2o_mem_alloc(sizeof(*s));

    *s = (struct summaries){.service = service, .turn.cb = on_turn};
    h2o_linklist_init_anchor(&s->waiting);
#ifdef BROKEN_JOINED
    h2o_linklist_init_anchor(&s->sent);
#endif
    return s;
}

void summaries_destroy(struct summaries *s)
{
    if (h2o_timeout_is_linked(&s->turn))
        h2o_timeout_unlink(&s->turn);
    free(s);
}

static struct asked *asked_at(h2o_linklist_t *link)
{
    return H2O_STRUCT_FROM_MEMBER(struct asked, pending.link, link);
}

#ifdef BROKEN_JOINED
static bool joins(struct summaries *s, struct asked *a)
{
    for (h2o_linklist_t *t = s->sent.next; t != &s->sent; t = t->next) {
        struct together *other = H2O_STRUCT_FROM_MEMBER(struct together, link, t);

        for (h2o_linklist_t *at = other->asked.next; at != &other->asked; at = at->next)
            if (memcmp(&asked_at(at)->key, &a->key, sizeof(a->key)) == 0) {
                a->number = asked_at(at)->number;
                h2o_linklist_insert(at->next, &a->pending.link);
                return true;
            }
    }
    return false;
}
#endif

static void send_at_end_of_turn(struct summaries *s)
{
    if (!h2o_linklist_is_empty(&s->waiting) && s->under_way < MOST_UNDER_WAY &&
        !h2o_timeout_is_linked(&s->turn))
        h2o_timeout_link(s->service->http.loop, &s->service->http.zero_timeout, &s->turn);
}

void summaries_read(struct exchange *x, const struct vehicle_key *key, continuation *resume, void *state)
{
    struct summaries *s = x->service->summaries;
    struct asked *a = pending_new(sizeof(*a), x, resume, state);

    a->key = *key;
    if (!x->detached && s->waiting_count >= s->service->settings->lookups_waiting) {
        pending_refuse(&a->pending, FAULT_BUSY);
        return;
    }
#ifdef BROKEN_JOINED
    if (joins(s, a))
        return;
#endif
    h2o_linklist_insert(&s->waiting, &a->pending.link);
    s->waiting_count++;
    send_at_end_of_turn(s);
}

/* Moves what waits to `t`; an array of bytea as text. */
static const char *take_keys(struct summaries *s, struct together *t)
{
    char *text = exchange_alloc(t->x, MOST_TOGETHER * KEY_TEXT + 2), *end = stpcpy(text, "{");
    int64_t number = 0;

    while (!h2o_linklist_is_empty(&s->waiting) && number < MOST_TOGETHER) {
        struct asked *a = asked_at(s->waiting.next);

        h2o_linklist_unlink(&a->pending.link);
        h2o_linklist_insert(&t->asked, &a->pending.link);
        s->waiting_count--;
        a->number = ++number;
        end = stpcpy(end, "\"\\\\x");
        sodium_bin2hex(end, 2 * VEHICLE_KEY_BYTES + 1, a->key.bytes, VEHICLE_KEY_BYTES);
        end = stpcpy(end + 2 * VEHICLE_KEY_BYTES, "\",");
    }
    end[-1] = '}';
    return text;
}

static void on_turn(h2o_timeout_entry_t *entry)
{
    struct summaries *s = H2O_STRUCT_FROM_MEMBER(struct summaries, turn, entry);

    while (!h2o_linklist_is_empty(&s->waiting) && s->under_way < MOST_UNDER_WAY) {
        struct exchange *x = exchange_housekeeping(s->service);
        struct together *t = exchange_new(x, struct together);

        t->x = x;
        h2o_linklist_init_anchor(&t->asked);
#ifdef BROKEN_JOINED
        h2o_linklist_insert(&s->sent, &t->link);
#endif
        s->under_way++;
        db_read(x, QUERY_HISTORY_SUMMARIES, DB_VALUES(take_keys(s, t)), together_on_rows, t);
    }
}

/* A store that is away or too slow for those before them is so for them, and each would wait its deadline. */
static void refuse_waiting(struct summaries *s, enum fault fault)
{
    while (!h2o_linklist_is_empty(&s->waiting)) {
        struct asked *a = asked_at(s->waiting.next);

        h2o_linklist_unlink(&a->pending.link);
        s->waiting_count--;
        pending_refuse(&a->pending, fault);
    }
}

static void together_on_rows(void *state, const struct answer *answer)
{
    struct together *t = state;
    struct summaries *s = t->x->service->summaries;
    struct rows part = {0};
    int64_t number = 0; /* whose rows `part` is */

    s->under_way--;
    if (failed(answer->fault))
        refuse_waiting(s, answer->fault);
    send_at_end_of_turn(s);
#ifdef BROKEN_JOINED
    h2o_linklist_unlink(&t->link);
#endif
    while (!h2o_linklist_is_empty(&t->asked)) {
        struct asked *a = asked_at(t->asked.next);

        if (!failed(answer->fault) && a->number != number)
            part = rows_run(answer->rows, part.first + part.count), number = a->number;
        pending_finish(&a->pending, &(struct answer){.fault = answer->fault, .rows = &part});
    }
    t->x->detached = false;
    exchange_release(t->x);
}
