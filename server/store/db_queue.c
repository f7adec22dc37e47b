#include "store/db_queue.h"

#include <string.h>

#include "core/log.h"
#include "core/service.h"

enum { MOST_TOGETHER = 64 };

void db_queue_init(struct db_queue *q, struct service *service)
{
    *q = (struct db_queue){.service = service};
    h2o_linklist_init_anchor(&q->waiting);
    h2o_linklist_init_anchor(&q->gathering);
    h2o_linklist_init_anchor(&q->group);
    h2o_linklist_init_anchor(&q->sent);
}

static struct db_statement *statement_at(const h2o_linklist_t *link)
{
    return H2O_STRUCT_FROM_MEMBER(struct db_statement, pending.link, link);
}

static void move(h2o_linklist_t *before, struct db_statement *s)
{
    if (h2o_linklist_is_linked(&s->pending.link))
        h2o_linklist_unlink(&s->pending.link);
    h2o_linklist_insert(before, &s->pending.link);
}

void db_queue_add(struct db_queue *q, struct db_statement *s)
{
    q->load++;
    move(s->together ? &q->gathering : &q->waiting, s);
}

/* By their values, of which the first say what a statement locks: two groups then lock in one order and
 * cannot wait for each other. */
static int compare(const struct db_values *a, const struct db_values *b)
{
    for (int i = 0; i < a->count && i < b->count; i++) {
        const char *left = a->value[i] == NULL ? "" : a->value[i];
        int order = strcmp(left, b->value[i] == NULL ? "" : b->value[i]);

        if (order != 0)
            return order;
    }
    return 0;
}

static void form_group(struct db_queue *q)
{
    for (int i = 0; i < MOST_TOGETHER && !h2o_linklist_is_empty(&q->gathering); i++) {
        struct db_statement *s = statement_at(q->gathering.next);
        h2o_linklist_t *at = q->group.prev;

        while (at != &q->group && compare(&statement_at(at)->values, &s->values) > 0)
            at = at->prev;
        move(at->next, s);
    }
    q->grouped = true;
    count(q->service, db_groups);
}

struct db_statement *db_queue_take(struct db_queue *q)
{
    struct db_statement *s;

    if (h2o_linklist_is_empty(&q->group) && !h2o_linklist_is_empty(&q->waiting)) {
        s = statement_at(q->waiting.next);
        s->last = true;
    } else {
        if (!q->grouped && !h2o_linklist_is_empty(&q->gathering))
            form_group(q);
        if (h2o_linklist_is_empty(&q->group))
            return NULL;
        s = statement_at(q->group.next);
        s->last = q->group.next == q->group.prev;
    }
    move(&q->sent, s);
    count(q->service, db_statements);
    return s;
}

/* One result for each statement; a further one is an error of the commit. One that nobody asked for tells of
 * the end of the connection. */
void db_queue_result(struct db_queue *q, PGresult *result)
{
    h2o_linklist_t *at = q->sent.next;

    if (h2o_linklist_is_empty(&q->sent)) {
        PQclear(result);
        return;
    }
    while (statement_at(at)->result != NULL && !statement_at(at)->last)
        at = at->next;
    PQclear(statement_at(at)->result);
    statement_at(at)->result = result;
}

static bool went_well(const struct db_statement *s)
{
    ExecStatusType status = PQresultStatus(s->result);

    return status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK;
}

/* SQLSTATE of a failure, in our words. The sentence is not logged: it may hold a value. */
static enum fault fault_of(const struct db_statement *s)
{
    const char *state = PQresultErrorField(s->result, PG_DIAG_SQLSTATE);

    state = state == NULL ? "" : state;
    log_line(LOG_ERROR, "statement_failed", "query", queries[s->query].name, "sqlstate", state, "id",
             s->pending.x->id, NULL);
    if (strcmp(state, "57014") == 0 || strncmp(state, "40", 2) == 0 || strcmp(state, "55P03") == 0)
        return FAULT_STORE_SLOW;
    if (*state == '\0' || strncmp(state, "57", 2) == 0 || strncmp(state, "08", 2) == 0 ||
        strncmp(state, "53", 2) == 0)
        return FAULT_STORE_DOWN;
    return FAULT_STORE_REFUSED;
}

static void finish(struct db_queue *q, struct db_statement *s)
{
    PGresult *result = s->result;
    struct rows rows = {.count = PQntuples(result), .columns = PQnfields(result), .pg = result};
    struct answer answer = {.rows = &rows};

    if (!went_well(s))
        answer = (struct answer){.fault = fault_of(s)};
    q->load--;
    if (failed(answer.fault))
        count(q->service, db_failures);
    pending_finish(&s->pending, &answer);
    PQclear(result);
}

static void set_apart(struct db_queue *q, struct db_statement *s)
{
    PQclear(s->result);
    s->result = NULL;
    s->together = false;
    move(&q->waiting, s);
}

void db_queue_sync(struct db_queue *q)
{
    h2o_linklist_t done; /* a continuation may lose the connection, and with it what is in `sent` */
    struct db_statement *s;
    bool good = true;

    if (h2o_linklist_is_empty(&q->sent))
        return;
    bool several = !statement_at(q->sent.next)->last;
    h2o_linklist_init_anchor(&done);
    if (statement_at(q->sent.next)->together)
        q->grouped = false;
    do {
        s = statement_at(q->sent.next);
        good = good && went_well(s);
        move(&done, s);
    } while (!s->last && !h2o_linklist_is_empty(&q->sent));
    if (several && !good)
        count(q->service, db_groups_undone);
    while (!h2o_linklist_is_empty(&done)) {
        s = statement_at(done.next);
        if (good || !several)
            finish(q, s);
        else
            set_apart(q, s);
    }
}

static void fail_all(struct db_queue *q, h2o_linklist_t *list, enum fault fault)
{
    while (!h2o_linklist_is_empty(list)) {
        struct db_statement *s = statement_at(list->next);

        h2o_linklist_unlink(&s->pending.link);
        PQclear(s->result);
        q->load--;
        count(q->service, db_failures);
        pending_refuse(&s->pending, fault);
    }
}

void db_queue_fail(struct db_queue *q, enum fault fault)
{
    fail_all(q, &q->sent, fault);
    fail_all(q, &q->group, fault);
    fail_all(q, &q->waiting, fault);
    fail_all(q, &q->gathering, fault);
    q->grouped = false;
}

static bool first_is_late(const h2o_linklist_t *list, int64_t now)
{
    return list->next != list && statement_at(list->next)->deadline < now;
}

bool db_queue_late(const struct db_queue *q, int64_t now)
{
    return first_is_late(&q->sent, now) || first_is_late(&q->waiting, now) ||
           first_is_late(&q->gathering, now);
}
