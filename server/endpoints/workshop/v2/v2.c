#include "endpoints/workshop/v2/v2.h"

#include <stdlib.h>
#include <string.h>

#include "core/service.h"
#include "endpoints/photos.h"
#include "endpoints/workshop/upload.h"
#include "endpoints/workshop/v2/fields.h"
#include "endpoints/workshop/v2/order_photos.h"
#include "history/text.h"
#include "store/db.h"
#include "store/order_store.h"
#include "store/photo_store.h"
#include "store/repair_store.h"

/* A call about one order, and what is known of that. */
struct order_call {
    struct call call;
    struct blind_index number;
    json_t *order; /* as far as it has come, with what this call says */
    int revision;  /* of one that waits; 0: there is none */
    bool changed;
    enum openapi_code refused;
    const char *field;
    struct raw_submission raw;
    struct order_photos photos;
};

static continuation order_on_photos, order_on_read, order_on_saved, order_on_done;

static void destroy(void *value)
{
    json_decref(value);
}

static json_t *adopted(struct exchange *x, json_t *value)
{
    exchange_adopt(x, value, destroy);
    return value;
}

static const char *number_text(struct order_call *o)
{
    return bytea_text(&o->call.x->pool, o->number.bytes, sizeof(o->number.bytes));
}

static const char *workshop_text(struct order_call *o)
{
    return exchange_text(o->call.x, "%lld", (long long)o->call.workshop);
}

static h2o_iovec_t order_bytes(struct order_call *o, const json_t *order)
{
    char *text = json_dumps(order, JSON_COMPACT | JSON_SORT_KEYS);
    h2o_iovec_t bytes = h2o_strdup(&o->call.x->pool, text == NULL ? "{}" : text, SIZE_MAX);

    free(text);
    return bytes;
}

/* What the call says of the repair: without what it is signed by, and without photos. */
static json_t *said(struct order_call *o)
{
    json_t *said = adopted(o->call.x, json_object()), *value;
    const char *name;

    json_object_foreach(o->call.message, name, value)
    {
        if (!v2_is_common(name) && strstr(name, "Photo") == NULL && !json_is_null(value) &&
            !(json_is_array(value) && json_array_size(value) == 0))
            json_object_set(said, name, value);
    }
    return said;
}

static void order_on_set_apart(void *state, const struct upload_told *told)
{
    struct order_call *o = state;

    if (failed(told->fault))
        openapi_explain(o->call.x, told->fault);
    else
        openapi_tell(o->call.x, o->refused, o->field, NULL);
}

static struct upload_from from_of(struct order_call *o, const json_t *order)
{
    return (struct upload_from){
        .workshop = o->call.workshop, .family = "v2", .message = order_bytes(o, order)};
}

/* Refused, and kept all the same: their programs send it once. */
static void refuse(struct order_call *o, enum openapi_code code, const char *field)
{
    const struct upload_from from = from_of(o, said(o));

    o->refused = code;
    o->field = field;
    upload_set_apart(o->call.x, &from, "openapi", NULL, order_on_set_apart, o);
}

static void find(struct order_call *o)
{
    db_read(o->call.x, QUERY_WORKSHOP_ORDER_READ, DB_VALUES(workshop_text(o), number_text(o)), order_on_read,
            o);
}

static void order_run(struct call *call)
{
    struct order_call *o = (struct order_call *)call;
    const char *field = NULL;
    enum openapi_code code = v2_check(call->x, call->message, call->fields, &field);
    const char *number =
        text_bounded(&call->x->pool, message_text(call->x, call->message, "orderCode"), MAX_SETTLEMENT_NO);

    if (code == OPENAPI_OK && number == NULL)
        code = OPENAPI_BAD_ORDER;
    if (code == OPENAPI_OK && call->fields == v2_insert_fields)
        code = order_photos_read(call->x, call->message, &o->photos, &field);
    if (code != OPENAPI_OK) {
        refuse(o, code, field);
        return;
    }
    o->number = repair_number_index(call->x->service->keys, number);
    if (order_photos_any(&o->photos))
        photos_make_of(call->x, o->photos.field, o->photos.file, ORDER_PHOTOS, order_on_photos, o);
    else
        find(o);
}

static void order_on_photos(void *state, const struct answer *answer)
{
    struct order_call *o = state;
    const char *wrong = order_photos_wrong(&o->photos);

    if (failed(answer->fault))
        openapi_explain(o->call.x, answer->fault);
    else if (wrong != NULL)
        refuse(o, OPENAPI_FIELD_WRONG, wrong);
    else
        find(o);
}

/* The one that waits, or what the record was last stored from; NULL: neither. */
static json_t *open_order(struct order_call *o, const struct rows *rows)
{
    struct exchange *x = o->call.x;
    const struct keys *keys = x->service->keys;
    h2o_iovec_t text;

    if (rows_text(rows, 0, 0) != NULL) {
        o->revision = (int)rows_number(rows, 0, 1);
        if (order_open(&x->pool, keys, o->call.workshop, &o->number, rows_bytes(&x->pool, rows, 0, 0), &text))
            return message_of(x, text);
    } else if (rows_text(rows, 0, 3) != NULL && strcmp(rows_text(rows, 0, 4), "v2") == 0 &&
               repair_message_open(&x->pool, keys, o->call.workshop, rows_bytes(&x->pool, rows, 0, 2),
                                   rows_bytes(&x->pool, rows, 0, 3), &text))
        return message_of(x, text);
    return NULL;
}

static void save(struct order_call *o)
{
    struct exchange *x = o->call.x;

    x->detached = true;
    db_write(x, QUERY_WORKSHOP_ORDER_SAVE,
             DB_VALUES(workshop_text(o), number_text(o),
                       order_seal(&x->pool, x->service->keys, o->call.workshop, &o->number,
                                  order_bytes(o, o->order)),
                       exchange_text(x, "%d", o->revision), exchange_text(x, "%d", ORDERS_MOST)),
             order_on_saved, o);
}

/* Bound to the order, whose record they stay with for as long as an order may wait. */
static void keep_photos(struct order_call *o)
{
    struct exchange *x = o->call.x;
    const char *row = exchange_text(x, "%s %s", workshop_text(o), number_text(o));

    if (order_photos_any(&o->photos))
        db_write(
            x, QUERY_WORKSHOP_ORDER_PHOTOS_PUT,
            DB_VALUES(workshop_text(o), number_text(o), photo_names_text(x, o->photos.field, ORDER_PHOTOS),
                      photo_bodies_text(x, "workshop_order_photo.body", row, o->photos.field, ORDER_PHOTOS)),
            order_on_done, o);
    else
        openapi_tell(x, OPENAPI_OK, NULL, NULL);
}

static void order_on_saved(void *state, const struct answer *answer)
{
    struct order_call *o = state;

    if (failed(answer->fault))
        openapi_explain(o->call.x, answer->fault);
    else if (answer->rows->count != 0)
        keep_photos(o);
    else if (o->revision == 0)
        openapi_tell(o->call.x, OPENAPI_OTHER, "未结算的工单过多", NULL);
    else /* another call about it was quicker */
        openapi_tell(o->call.x, OPENAPI_TIMEOUT, NULL, NULL);
}

static void order_on_told(void *state, const struct upload_told *told)
{
    struct order_call *o = state;
    struct exchange *x = o->call.x;

    if (failed(told->fault))
        openapi_explain(x, told->fault);
    else if (told->outcome == UPLOAD_QUARANTINED)
        openapi_tell(x,
                     told->findings & (FINDING_BIT(FINDING_V1) | FINDING_BIT(FINDING_V5))
                         ? OPENAPI_BAD_VIN
                         : OPENAPI_FIELD_WRONG,
                     told->detail, NULL);
    else if (o->revision != 0)
        db_write(x, QUERY_WORKSHOP_ORDER_SETTLED, DB_VALUES(workshop_text(o), number_text(o)), order_on_done,
                 o);
    else
        openapi_tell(x, OPENAPI_OK, NULL, NULL);
}

/* Where the last statement failed, the order is there all the same, and the same call may come again. */
static void order_on_done(void *state, const struct answer *answer)
{
    struct order_call *o = state;

    if (failed(answer->fault))
        openapi_explain(o->call.x, answer->fault);
    else
        openapi_tell(o->call.x, OPENAPI_OK, NULL, NULL);
}

static void submit(struct order_call *o)
{
    const struct upload_from from = from_of(o, o->order);

    if (message_read(o->call.x, o->order, &message_v2, &o->raw))
        upload_submit(o->call.x, &from, &o->raw, order_on_told, o);
    else
        refuse(o, OPENAPI_FIELD_WRONG, NULL);
}

static void order_on_read(void *state, const struct answer *answer)
{
    struct order_call *o = state;
    struct exchange *x = o->call.x;
    bool insert = o->call.fields == v2_insert_fields, items = o->call.fields == v2_items_fields;

    if (failed(answer->fault)) {
        openapi_explain(x, answer->fault);
        return;
    }
    json_t *before = open_order(o, answer->rows);
    bool settled = o->revision == 0 && rows_text(answer->rows, 0, 2) != NULL;

    if (before == NULL && (!insert || settled)) {
        refuse(o, insert ? OPENAPI_EXISTS : OPENAPI_NOT_FOUND, NULL);
        return;
    }
    o->order = adopted(x, before == NULL ? json_object() : json_deep_copy(before));
    json_object_update(o->order, said(o));
    o->changed = before == NULL || !json_equal(before, o->order);
    if (!o->changed && (insert || (items && !settled))) /* it has come again */
        openapi_tell(x, OPENAPI_OK, NULL, NULL);
    else if (insert && settled)
        refuse(o, OPENAPI_EXISTS, NULL);
    else if (insert || (items && !settled))
        save(o);
    else
        submit(o);
}

void v2_insert_start(struct exchange *x)
{
    call_start(x, sizeof(struct order_call), v2_insert_fields, order_run);
}

void v2_items_start(struct exchange *x)
{
    call_start(x, sizeof(struct order_call), v2_items_fields, order_run);
}

void v2_settle_start(struct exchange *x)
{
    call_start(x, sizeof(struct order_call), v2_settle_fields, order_run);
}

void v2_correct_start(struct exchange *x)
{
    call_start(x, sizeof(struct order_call), v2_correct_fields, order_run);
}
