#include "endpoints/workshop/ministry/batch.h"

#include <stdlib.h>
#include <string.h>

#include "core/json_text.h"
#include "core/seal.h"
#include "core/service.h"
#include "endpoints/workshop/message.h"
#include "endpoints/workshop/ministry/ministry.h"
#include "endpoints/workshop/sender.h"
#include "http/body.h"
#include "store/db.h"

enum { SHOP_CODE = 15 };

struct element {
    struct batch *batch;
    const json_t *message;
    const char *token, *shop; /* NULL: absent; shop empty: the sender itself */
    int64_t workshop;
    enum interface_status status;
    const char *detail;
};

struct batch {
    struct exchange *x;
    struct element *element;
    size_t count, next, under_way;
    bool starting;
    h2o_iovec_t bytes; /* of what cannot be taken apart */
    const char *token;
    int64_t workshop;
};

static continuation batch_on_senders, batch_on_sender;

/* Kept in quarantine as a whole, when its sender can be known. */
static void set_whole_apart(struct batch *b)
{
    b->token = message_token(b->x, NULL, b->bytes);
    if (b->token == NULL)
        ministry.tell(b->x, STATUS_FORMAT, NULL, NULL);
    else
        sender_find(b->x, b->token, &b->workshop, batch_on_sender, b);
}

static void whole_on_told(void *state, const struct upload_told *told)
{
    family_tell_upload(((struct batch *)state)->x, &ministry, told, NULL);
}

static void batch_on_sender(void *state, const struct answer *answer)
{
    struct batch *b = state;
    const struct upload_from from = {
        .workshop = b->workshop, .family = ministry.name, .message = b->bytes, .token = b->token};

    if (failed(answer->fault))
        family_tell_fault(b->x, &ministry, answer->fault);
    else
        upload_set_apart(b->x, &from, "broken_json", "str 不是合法的 JSON 数组", whole_on_told, b);
}

static const char *shop_code_of(struct exchange *x, const json_t *message)
{
    const char *code = message_text(x, message, "companyuniquecode");

    if (code == NULL || *code == '\0')
        return "";
    return strlen(code) == SHOP_CODE && strspn(code, "0123456789") == SHOP_CODE ? code : NULL;
}

/* One statement for all tokens and shops: which row is which element's. Those without either are settled. */
static void find_senders(struct batch *b)
{
    struct json_text rows = json_text_new(&b->x->pool, 32),
                     hashes = json_text_new(&b->x->pool, b->count * 80),
                     shops = json_text_new(&b->x->pool, b->count * 20);
    const char *comma = "{";

    for (size_t i = 0; i < b->count; i++) {
        struct element *e = &b->element[i];
        if (e->token == NULL || e->shop == NULL) {
            e->status = e->token == NULL ? STATUS_NO_TOKEN : STATUS_NO_COMPANY;
            continue;
        }
        struct keyed_hash hash = keyed_hash(b->x->service->keys, KEY_TOKEN, e->token, strlen(e->token));
        json_raw(&rows, comma), json_raw(&hashes, comma), json_raw(&shops, comma);
        json_number_put(&rows, (long)i);
        json_raw(&hashes, "\"\\");
        json_raw(&hashes, bytea_text(&b->x->pool, hash.bytes, sizeof(hash.bytes)));
        json_raw(&hashes, "\"");
        json_string_put(&shops, e->shop);
        e->status = STATUS_NO_TOKEN; /* until a row says otherwise */
        comma = ",";
    }
    if (*comma == '{') { /* nobody to look for */
        batch_on_senders(b, &(struct answer){.rows = &(struct rows){.count = 0}});
        return;
    }
    json_raw(&rows, "}"), json_raw(&hashes, "}"), json_raw(&shops, "}");
    db_read(b->x, QUERY_WORKSHOPS_BY_TOKEN,
            DB_VALUES(h2o_strdup(&b->x->pool, rows.base, rows.length).base,
                      h2o_strdup(&b->x->pool, hashes.base, hashes.length).base,
                      h2o_strdup(&b->x->pool, shops.base, shops.length).base),
            batch_on_senders, b);
}

void ministry_batch_start(struct exchange *x)
{
    struct batch *b = exchange_new(x, struct batch);
    json_t *message, *list = NULL;
    h2o_iovec_t body = body_bytes(x);

    b->x = x;
    b->bytes = h2o_strdup(&x->pool, body.base, body.len); /* it goes on without the request */
    message = message_of(x, b->bytes);
    if (json_is_object(message))
        message = message_member(message, "str");
    if (message == NULL || !message_nested(x, message, JSON_ARRAY, &list) || list == NULL) {
        if (json_is_string(message))
            b->bytes = h2o_iovec_init(json_string_value(message), json_string_length(message));
        set_whole_apart(b);
        return;
    }
    b->count = json_array_size(list);
    if (b->count == 0 || b->count > BATCH_MOST) {
        ministry.tell(x, STATUS_INVALID, "一次上传 1 至 1000 条", NULL);
        return;
    }
    b->element = exchange_alloc(x, sizeof(*b->element) * b->count);
    for (size_t i = 0; i < b->count; i++) {
        const json_t *one = json_array_get(list, i);
        b->element[i] = (struct element){.batch = b,
                                         .message = one,
                                         .token = message_text(x, one, "access_token"),
                                         .shop = shop_code_of(x, one)};
    }
    find_senders(b);
}

/* The answer is that of the worst that is worth sending again; else of what was stored. */
static enum interface_status status_of(const struct batch *b, size_t counts[STATUS_FAILED + 1])
{
    static const enum interface_status order[] = {STATUS_BUSY,    STATUS_FAILED,      STATUS_TOO_MANY,
                                                  STATUS_ADDED,   STATUS_QUARANTINED, STATUS_NO_COMPANY,
                                                  STATUS_NO_TOKEN};

    for (size_t i = 0; i < b->count; i++)
        counts[b->element[i].status]++;
    for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++)
        if (counts[order[i]] != 0)
            return order[i];
    return STATUS_FAILED;
}

static void tell_all(struct batch *b)
{
    struct exchange *x = b->x;
    struct json_text results = json_text_new(&x->pool, b->count * 60);
    size_t counts[STATUS_FAILED + 1] = {0};
    enum interface_status status = status_of(b, counts);

    for (size_t i = 0; i < b->count; i++) {
        const struct element *e = &b->element[i];
        json_raw(&results, i == 0 ? ",\"results\":[" : ",");
        json_raw(&results, family_object(x, e->status, e->detail, NULL));
    }
    json_raw(&results, "]");
    ministry.tell(x, status,
                  counts[STATUS_ADDED] == b->count
                      ? NULL
                      : exchange_text(x, "共 %zu 条，入档 %zu 条，隔离 %zu 条", b->count,
                                      counts[STATUS_ADDED], counts[STATUS_QUARANTINED]),
                  h2o_strdup(&x->pool, results.base, results.length).base);
}

static void start_more(struct batch *b);

static void element_on_told(void *state, const struct upload_told *told)
{
    struct element *e = state;

    e->detail = failed(told->fault) ? NULL : told->detail;
    e->status = failed(told->fault)                   ? family_status_of(told->fault)
                : told->outcome == UPLOAD_QUARANTINED ? STATUS_QUARANTINED
                                                      : STATUS_ADDED;
    e->batch->under_way--;
    start_more(e->batch);
}

static void start_element(struct element *e)
{
    struct exchange *x = e->batch->x;
    struct raw_submission raw;
    char *text = json_dumps(e->message, JSON_COMPACT | JSON_ENCODE_ANY);
    const struct upload_from from = {
        .workshop = e->workshop,
        .family = ministry.name,
        .message = h2o_strdup(&x->pool, text == NULL ? "" : text, SIZE_MAX),
        .token = e->token,
    };

    free(text);
    e->batch->under_way++;
    if (message_read(x, e->message, &message_v1, &raw))
        upload_submit(x, &from, &raw, element_on_told, e);
    else
        upload_set_apart(x, &from, "unreadable", "报文结构无法识别", element_on_told, e);
}

/* Some answer before the call that started them has returned. */
static void start_more(struct batch *b)
{
    if (b->starting)
        return;
    b->starting = true;
    while (b->next < b->count && b->under_way < BATCH_UNDER_WAY) {
        struct element *e = &b->element[b->next++];
        if (e->workshop != 0)
            start_element(e);
    }
    b->starting = false;
    if (b->next == b->count && b->under_way == 0)
        tell_all(b);
}

static void batch_on_senders(void *state, const struct answer *answer)
{
    struct batch *b = state;

    if (failed(answer->fault)) {
        family_tell_fault(b->x, &ministry, answer->fault);
        return;
    }
    for (int i = 0; i < answer->rows->count; i++) {
        struct element *e = &b->element[rows_number(answer->rows, i, 0)];
        e->workshop = rows_number(answer->rows, i, 1);
        e->status = STATUS_NO_COMPANY; /* its token is good; where there is no shop it stays at that */
    }
    sender_note(b->x, answer->rows->count != 0);
    b->x->detached = true;
    start_more(b);
}
