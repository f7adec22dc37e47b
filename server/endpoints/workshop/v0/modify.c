#include "endpoints/workshop/v0/v0.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/service.h"
#include "endpoints/workshop/sender.h"
#include "endpoints/workshop/v0/v0_record.h"
#include "http/body.h"
#include "store/db.h"
#include "store/repair_store.h"

enum { RECORD_ID = 32 };

struct modifying {
    struct exchange *x;
    const json_t *message, *changes; /* the latter: where the changed facts stand */
    const char *token, *record;
    int64_t workshop;
    json_t *merged;
    struct raw_submission raw;
};

static continuation modify_on_sender, modify_on_read;

static const char *const lists[] = {"carpartslist", "repairhourslist", "othercostlist"};
static const char *const not_facts[] = {"access_token", "recordid",        "repairyear",   "carinfo",
                                        "carpartslist", "repairhourslist", "othercostlist"};

static bool is_among(const char *name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcasecmp(name, names[i]) == 0)
            return true;
    return false;
}

void v0_modify_start(struct exchange *x)
{
    struct modifying *m = exchange_new(x, struct modifying);
    json_t *message = message_of(x, body_bytes(x)), *info = NULL;

    if (message_nested(x, message_member(message, "carinfo"), JSON_OBJECT, &info) && info == NULL)
        info = message;
    m->x = x;
    m->message = message;
    m->changes = info;
    m->token = message_token(x, message_member(info, "access_token") == NULL ? message : info, body_bytes(x));
    m->record = message_text(x, message, "recordid");
    if (m->record == NULL)
        m->record = message_text(x, info, "recordid");
    if (message == NULL || info == NULL)
        v0.tell(x, STATUS_FORMAT, NULL, NULL);
    else if (m->token == NULL)
        v0.tell(x, STATUS_NO_TOKEN, NULL, NULL);
    else
        sender_find(x, m->token, &m->workshop, modify_on_sender, m);
}

static void modify_on_sender(void *state, const struct answer *answer)
{
    struct modifying *m = state;

    if (failed(answer->fault))
        family_tell_fault(m->x, &v0, answer->fault);
    else if (m->record == NULL || strlen(m->record) != RECORD_ID ||
             strspn(m->record, "0123456789abcdef") != RECORD_ID)
        v0.tell(m->x, STATUS_INVALID, "recordid", NULL);
    else
        db_read(m->x, QUERY_WORKSHOP_ORDER_READ,
                DB_VALUES(exchange_text(m->x, "%lld", (long long)m->workshop),
                          exchange_text(m->x, "\\x%s", m->record)),
                modify_on_read, m);
}

static void destroy(void *value)
{
    json_decref(value);
}

/* What the record was last stored from; NULL: it came another way, or the message is kept no more. */
static json_t *last_message(struct modifying *m, const struct rows *rows)
{
    struct exchange *x = m->x;
    h2o_iovec_t text;

    if (rows_text(rows, 0, 3) == NULL || strcmp(rows_text(rows, 0, 4), v0.name) != 0 ||
        !repair_message_open(&x->pool, x->service->keys, m->workshop, rows_bytes(&x->pool, rows, 0, 2),
                             rows_bytes(&x->pool, rows, 0, 3), &text))
        return NULL;
    return message_of(x, text);
}

/* A new message of the old one: names as they were written first, values as they are said now. */
static void set(json_t *object, const char *name, json_t *value)
{
    const char *key;
    json_t *old;

    json_object_foreach(object, key, old)
    {
        if (strcasecmp(key, name) == 0) {
            json_object_set(object, key, value);
            return;
        }
    }
    json_object_set(object, name, value);
}

static bool merge(struct modifying *m, json_t *before)
{
    json_t *info, *value;
    const char *name;

    if (!message_nested(m->x, message_member(before, "carinfo"), JSON_OBJECT, &info) || info == NULL)
        return false;
    info = json_deep_copy(info);
    m->merged = json_deep_copy(before);
    exchange_adopt(m->x, m->merged, destroy);
    json_object_foreach((json_t *)m->changes, name, value)
    {
        if (!is_among(name, not_facts, sizeof(not_facts) / sizeof(not_facts[0])))
            set(info, name, value);
    }
    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
        if ((value = message_member(m->message, lists[i])) != NULL && !json_is_null(value))
            set(m->merged, lists[i], value);
    set(m->merged, "carInfo", info);
    json_decref(info);
    return true;
}

static void modify_on_told(void *state, const struct upload_told *told)
{
    struct modifying *m = state;

    if (!failed(told->fault) && told->outcome != UPLOAD_QUARANTINED)
        v0.tell(m->x, STATUS_CHANGED, told->detail,
                exchange_text(m->x, ",\"recordid\":\"%s\"", told->record));
    else
        family_tell_upload(m->x, &v0, told, NULL);
}

/* The number of its bill is what it is known by, so that stays. */
static bool is_the_same(const struct modifying *m)
{
    const char *number = text_bounded(&m->x->pool, m->raw.settlement_no, MAX_SETTLEMENT_NO);

    if (number == NULL)
        return false;
    struct blind_index index = repair_number_index(m->x->service->keys, number);
    const char *text = bytea_text(&m->x->pool, index.bytes, sizeof(index.bytes));
    return strcmp(text + strlen("\\x"), m->record) == 0;
}

static void modify_on_read(void *state, const struct answer *answer)
{
    struct modifying *m = state;
    struct exchange *x = m->x;

    if (failed(answer->fault)) {
        family_tell_fault(x, &v0, answer->fault);
        return;
    }
    json_t *before = last_message(m, answer->rows);
    if (before == NULL || !merge(m, before)) {
        v0.tell(x, STATUS_NO_RECORD, NULL, NULL);
        return;
    }
    char *text = json_dumps(m->merged, JSON_COMPACT);
    const struct upload_from from = {.workshop = m->workshop,
                                     .family = v0.name,
                                     .message = h2o_strdup(&x->pool, text == NULL ? "{}" : text, SIZE_MAX)};
    free(text);
    if (!v0_read(x, m->merged, &m->raw))
        upload_set_apart(x, &from, "unreadable", "报文结构无法识别", modify_on_told, m);
    else if (!is_the_same(m))
        v0.tell(x, STATUS_INVALID, "statementno 不可修改", NULL);
    else
        upload_submit(x, &from, &m->raw, modify_on_told, m);
}
