#include "endpoints/client/feed.h"

#include <string.h>

#include "core/service.h"
#include "endpoints/page.h"
#include "http/form.h"
#include "http/reply.h"
#include "render/client_feed_page.h"
#include "store/asker.h"
#include "store/db.h"
#include "store/webhook_store.h"

enum { NUMBER_DIGITS = 18 };
enum { LAST, FORGOTTEN, TOLD_AT };                       /* columns of client_feed.sql */
enum { ID, TARGET, POSITION, STATE, FAILING, MADE };     /* of client_webhooks.sql */
enum { AT, FIRST_SEQ, LAST_SEQ, STATUS, OUTCOME, TOOK }; /* and of client_deliveries.sql */

struct feed_flow {
    struct exchange *x;
    const char *id; /* the webhook that is looked at; NULL: all of them */
    enum client_webhook_notice notice;
    const char *after; /* as typed */
    struct client_feed feed;
};

static continuation feed_on_extent, feed_on_webhooks, webhook_on_deliveries, ping_on_done, replay_on_done;

static struct feed_flow *begin(struct exchange *x, const char *id)
{
    struct feed_flow *f = exchange_new(x, struct feed_flow);

    f->x = x;
    f->id = id;
    return f;
}

static void show(struct feed_flow *f, enum client_webhook_notice notice)
{
    f->notice = notice;
    db_read(f->x, QUERY_CLIENT_FEED, DB_VALUES(administered_text(f->x)), feed_on_extent, f);
}

void client_feed_start(struct exchange *x)
{
    show(begin(x, NULL), WEBHOOK_PLAIN);
}

void client_webhook_start(struct exchange *x)
{
    show(begin(x, segment_text(x, 0)), query_is(x, "pinged")     ? WEBHOOK_PINGED
                                       : query_is(x, "replayed") ? WEBHOOK_REPLAYED
                                                                 : WEBHOOK_PLAIN);
}

static void feed_on_extent(void *state, const struct answer *answer)
{
    struct feed_flow *f = state;

    if (failed(answer->fault)) {
        reply_fault(f->x, answer->fault);
        return;
    }
    f->feed.last = rows_number(answer->rows, 0, LAST);
    f->feed.forgotten = rows_number(answer->rows, 0, FORGOTTEN);
    f->feed.told_at = rows_number(answer->rows, 0, TOLD_AT);
    db_read(f->x, QUERY_CLIENT_WEBHOOKS, DB_VALUES(administered_text(f->x)), feed_on_webhooks, f);
}

static void take_webhooks(struct feed_flow *f, const struct rows *rows)
{
    struct exchange *x = f->x;

    for (int row = 0; row < rows->count && f->feed.webhook_count < CLIENT_WEBHOOKS_MOST; row++) {
        const char *id = exchange_kept(x, rows_text(rows, row, ID));

        f->feed.webhook[f->feed.webhook_count++] = (struct client_webhook){
            .id = id,
            .url = webhook_url_open(&x->pool, x->service->keys, id, rows_text(rows, row, TARGET)),
            .state = exchange_kept(x, rows_text(rows, row, STATE)),
            .position = rows_number(rows, row, POSITION),
            .failing_since = rows_number(rows, row, FAILING),
            .made_at = rows_number(rows, row, MADE),
        };
    }
}

static const struct client_webhook *webhook_of(const struct feed_flow *f)
{
    for (size_t i = 0; i < f->feed.webhook_count; i++)
        if (strcmp(f->feed.webhook[i].id, f->id) == 0)
            return &f->feed.webhook[i];
    return NULL;
}

static void feed_on_webhooks(void *state, const struct answer *answer)
{
    struct feed_flow *f = state;
    struct exchange *x = f->x;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    take_webhooks(f, answer->rows);
    if (f->id == NULL) {
        struct page page = page_for(x, "/platform/changes");
        reply_page(x, 200, client_feed_page(&page, &f->feed));
    } else if (webhook_of(f) == NULL)
        reply_fault(x, FAULT_PATH_UNKNOWN);
    else
        db_read(x, QUERY_CLIENT_DELIVERIES, DB_VALUES(administered_text(x), f->id), webhook_on_deliveries, f);
}

static void webhook_on_deliveries(void *state, const struct answer *answer)
{
    struct feed_flow *f = state;
    struct exchange *x = f->x;
    const struct rows *rows = answer->rows;
    struct client_delivery delivery[CLIENT_DELIVERIES_MOST];
    size_t count = 0;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    for (int row = 0; row < rows->count && count < CLIENT_DELIVERIES_MOST; row++)
        delivery[count++] =
            (struct client_delivery){rows_number(rows, row, AT),       rows_number(rows, row, FIRST_SEQ),
                                     rows_number(rows, row, LAST_SEQ), (int)rows_number(rows, row, STATUS),
                                     rows_text(rows, row, OUTCOME),    (long)rows_number(rows, row, TOOK)};
    struct page page = page_for(x, exchange_text(x, "/platform/webhooks/%s", webhook_of(f)->id));
    reply_page(x, 200,
               client_webhook_page(&page, f->notice, f->after, &f->feed, webhook_of(f), delivery, count));
}

void client_webhook_ping_start(struct exchange *x)
{
    if (page_form_is_ours(x))
        db_write(x, QUERY_WEBHOOK_PING, DB_VALUES(administered_text(x), segment_text(x, 0)), ping_on_done, x);
}

static void see_webhook(struct exchange *x, const char *notice)
{
    reply_redirect(x, exchange_text(x, "/platform/webhooks/%s?%s", segment_text(x, 0), notice));
}

static void ping_on_done(void *state, const struct answer *answer)
{
    struct exchange *x = state;

    if (failed(answer->fault) || answer->rows->count == 0)
        reply_fault(x, failed(answer->fault) ? answer->fault : FAULT_PATH_UNKNOWN);
    else
        see_webhook(x, "pinged");
}

void client_webhook_replay_start(struct exchange *x)
{
    struct feed_flow *f = begin(x, segment_text(x, 0));

    if (!page_form_is_ours(x))
        return;
    f->after = body_field(x, "after");
    size_t length = f->after == NULL ? 0 : strlen(f->after);
    if (length == 0 || length > NUMBER_DIGITS || strspn(f->after, "0123456789") != length)
        show(f, WEBHOOK_AFTER_WRONG);
    else
        db_write(x, QUERY_WEBHOOK_REPLAY, DB_VALUES(administered_text(x), f->id, f->after), replay_on_done,
                 f);
}

/* A row of two: whether the webhook is there, and whether all of that is kept. */
static void replay_on_done(void *state, const struct answer *answer)
{
    struct feed_flow *f = state;

    if (failed(answer->fault) || answer->rows->count == 0)
        reply_fault(f->x, failed(answer->fault) ? answer->fault : FAULT_PATH_UNKNOWN);
    else if (!rows_true(answer->rows, 0, 0))
        show(f, WEBHOOK_AFTER_WRONG);
    else
        see_webhook(f->x, "replayed");
}
