#include "store/redis.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/date.h"
#include "core/log.h"
#include "core/service.h"
#include "core/settings.h"
#include "store/redis_loop.h"

enum { PASSWORD_BYTES = 128, PENDING_MOST = 4096 };

struct redis {
    struct service *service;
    redisAsyncContext *link; /* NULL: not connected */
    bool ready;              /* AUTH was accepted: commands may be sent */
    bool told;
    h2o_linklist_t asked; /* in the order of the replies */
    unsigned asked_count;
    const h2o_linklist_t *late; /* the first, when the last beat found it too late */
    h2o_timeout_entry_t beat, retry;
    char password[PASSWORD_BYTES];
};

struct redis_command {
    struct pending pending;
    struct redis *redis;
    int64_t deadline;
};

static void drop(struct redis *r, const char *why)
{
    if (!r->told)
        log_line(LOG_WARNING, "redis_away", "why", why, NULL);
    r->told = true;
    r->ready = false;
    r->link = NULL;
    if (!h2o_timeout_is_linked(&r->retry))
        timer_set(r->service, TIMER_RETRY, &r->retry);
}

static void on_connect(const redisAsyncContext *link, int status)
{
    struct redis *r = link->data;

    if (r != NULL && status != REDIS_OK)
        drop(r, "connect");
}

static void on_disconnect(const redisAsyncContext *link, int status)
{
    struct redis *r = link->data;

    (void)status;
    if (r != NULL && r->link == link)
        drop(r, "disconnected");
}

/* The answer to AUTH, or to PING where there is no password: from here on commands are worth sending. */
static void on_greeted(redisAsyncContext *link, void *answer, void *unused)
{
    struct redis *r = link->data;
    const redisReply *reply = answer;

    (void)unused;
    if (r == NULL || reply == NULL)
        return;
    r->ready = reply->type == REDIS_REPLY_STATUS;
    if (r->ready)
        r->told = false;
    else
        log_line(LOG_ERROR, "redis_refuses", NULL);
}

static void connect_start(struct redis *r)
{
    const struct settings *s = r->service->settings;
    redisAsyncContext *link = redisAsyncConnectUnix(s->redis);

    if (link == NULL || link->err != 0) {
        if (link != NULL)
            redisAsyncFree(link);
        drop(r, "connect");
        return;
    }
    r->link = link;
    link->data = r;
    redis_attach(link, &r->service->http);
    redisAsyncSetConnectCallback(link, on_connect);
    redisAsyncSetDisconnectCallback(link, on_disconnect);
    if (r->password[0] != '\0')
        redisAsyncCommand(link, on_greeted, NULL, "AUTH %s %s", s->redis_user, r->password);
    else
        redisAsyncCommand(link, on_greeted, NULL, "PING");
}

static void on_retry(h2o_timeout_entry_t *entry)
{
    connect_start(H2O_STRUCT_FROM_MEMBER(struct redis, retry, entry));
}

/* Of a list of strings and nils. */
static const h2o_iovec_t *values_of(struct exchange *x, const redisReply *reply)
{
    h2o_iovec_t *values = h2o_mem_alloc_pool(&x->pool, sizeof(*values) * (reply->elements + 1));

    for (size_t i = 0; i < reply->elements; i++) {
        const redisReply *element = reply->element[i];
        bool text = element->type == REDIS_REPLY_STRING;

        values[i] = h2o_iovec_init(element->str, text ? (size_t)element->len : 0);
    }
    return values;
}

static void on_reply(redisAsyncContext *link, void *answer, void *privdata)
{
    struct redis_command *c = privdata;
    const redisReply *reply = answer;
    struct answer given = {.fault = FAULT_STORE_DOWN};
    char number[24];

    (void)link;
    c->redis->asked_count--;
    if (reply != NULL && reply->type == REDIS_REPLY_STRING)
        given = (struct answer){.value = h2o_iovec_init(reply->str, (size_t)reply->len)};
    else if (reply != NULL && reply->type == REDIS_REPLY_INTEGER)
        given =
            (struct answer){.value = h2o_iovec_init(number, (size_t)sprintf(number, "%lld", reply->integer))};
    else if (reply != NULL && reply->type == REDIS_REPLY_ARRAY)
        given = (struct answer){.values = values_of(c->pending.x, reply)};
    else if (reply != NULL && reply->type != REDIS_REPLY_ERROR)
        given = (struct answer){.fault = FAULT_NONE};
    if (failed(given.fault))
        count(c->redis->service, cache_failures);
    pending_finish(&c->pending, &given);
}

/* Ends the connection; hiredis then calls every outstanding callback with no reply. */
static void hang_up(struct redis *r, const char *why)
{
    redisAsyncContext *link = r->link;

    drop(r, why);
    redisAsyncFree(link);
}

/* What was late a beat ago and still is: a loop that was itself too busy to read finds the reply in between.
 */
static void on_beat(h2o_timeout_entry_t *entry)
{
    struct redis *r = H2O_STRUCT_FROM_MEMBER(struct redis, beat, entry);
    const h2o_linklist_t *first = r->asked.next, *was_late = r->late;

    r->late = NULL;
    if (r->link == NULL || h2o_linklist_is_empty(&r->asked))
        return;
    timer_set(r->service, TIMER_TICK, &r->beat);
    if (H2O_STRUCT_FROM_MEMBER(struct redis_command, pending.link, first)->deadline >= clock_monotonic())
        return;
    if (first == was_late)
        hang_up(r, "slow");
    else
        r->late = first;
}

static void read_password(struct redis *r)
{
    const char *path = r->service->settings->redis_password;
    FILE *file = *path == '\0' ? NULL : fopen(path, "re");

    if (file == NULL || fscanf(file, "%127s", r->password) != 1)
        r->password[0] = '\0';
    if (file != NULL)
        fclose(file);
}

struct redis *redis_create(struct service *service)
{
    struct redis *r = h2o_mem_alloc(sizeof(*r));

    *r = (struct redis){.service = service, .beat.cb = on_beat, .retry.cb = on_retry};
    h2o_linklist_init_anchor(&r->asked);
    if (*service->settings->redis == '\0')
        return r;
    read_password(r);
    connect_start(r);
    return r;
}

void redis_destroy(struct redis *r)
{
    redisAsyncContext *link = r->link;

    r->link = NULL;
    if (link != NULL)
        redisAsyncFree(link);
    if (h2o_timeout_is_linked(&r->retry))
        h2o_timeout_unlink(&r->retry);
    if (h2o_timeout_is_linked(&r->beat))
        h2o_timeout_unlink(&r->beat);
    free(r);
}

bool redis_ready(const struct redis *r)
{
    return r->ready;
}

void redis_ask(struct redis *r, struct exchange *x, int argc, const char *const argv[], const size_t length[],
               continuation *resume, void *state)
{
    struct redis_command *c = pending_new(sizeof(*c), x, resume, state);

    c->redis = r;
    c->deadline = clock_monotonic() + r->service->settings->redis_timeout_ms * 1000000;
    if (!r->ready || r->asked_count >= PENDING_MOST ||
        redisAsyncCommandArgv(r->link, on_reply, c, argc, (const char **)argv, length) != REDIS_OK) {
        pending_refuse(&c->pending, FAULT_STORE_DOWN);
        return;
    }
    r->asked_count++;
    h2o_linklist_insert(&r->asked, &c->pending.link);
    if (!h2o_timeout_is_linked(&r->beat))
        timer_set(r->service, TIMER_REDIS, &r->beat);
}

void redis_tell(struct redis *r, int argc, const char *const argv[], const size_t length[])
{
    if (r->ready && r->asked_count < PENDING_MOST)
        redisAsyncCommandArgv(r->link, NULL, NULL, argc, (const char **)argv, length);
}
