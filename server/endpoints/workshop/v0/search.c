#include "endpoints/workshop/v0/v0.h"

#include <stdlib.h>
#include <string.h>

#include "core/date.h"
#include "core/service.h"
#include "endpoints/workshop/own_record.h"
#include "endpoints/workshop/sender.h"
#include "endpoints/workshop/v0/v0_record.h"
#include "history/plate.h"
#include "http/body.h"
#include "render/view_json.h"
#include "store/db.h"
#include "store/limits.h"
#include "store/repair_store.h"

enum { MOST_PAGE = 100, DEFAULT_PAGE = 20, LAST_PAGE = 1000 };

/* What a workshop sent of a plate. */
struct search {
    struct exchange *x;
    const char *plate;
    struct date settled_on;
    long page, size;
    int64_t workshop;
};

static continuation search_on_sender, search_on_limited, search_on_rows;

static long number_of(struct exchange *x, const json_t *message, const char *name, long otherwise, long most)
{
    const char *text = message_text(x, message, name);
    long number = text == NULL ? otherwise : strtol(text, NULL, 10);

    return number < 1 ? otherwise : number > most ? most : number;
}

void v0_search_start(struct exchange *x)
{
    struct search *s = exchange_new(x, struct search);
    const json_t *message = message_of(x, body_bytes(x));
    const char *token = message_token(x, message, body_bytes(x)),
               *day = message_text(x, message, "settledate"),
               *plate = text_bounded(&x->pool, message_text(x, message, "carno"), MAX_PLATE);

    s->x = x;
    s->page = number_of(x, message, "pagenum", 1, LAST_PAGE);
    s->size = number_of(x, message, "pagesize", DEFAULT_PAGE, MOST_PAGE);
    s->plate = plate == NULL ? NULL : plate_normalised(&x->pool, plate);
    if (!json_is_object(message))
        v0.tell(x, STATUS_FORMAT, NULL, NULL);
    else if (token == NULL)
        v0.tell(x, STATUS_NO_TOKEN, NULL, NULL);
    else if (s->plate == NULL)
        v0.tell(x, STATUS_INVALID, "carno 为必填项", NULL);
    else if (!text_is_filler(day) && !date_parse(&s->settled_on, day, strlen(day)))
        v0.tell(x, STATUS_INVALID, "settledate", NULL);
    else
        sender_find(x, token, &s->workshop, search_on_sender, s);
}

static void search_on_sender(void *state, const struct answer *answer)
{
    struct search *s = state;

    if (failed(answer->fault))
        family_tell_fault(s->x, &v0, answer->fault);
    else
        limits_take(s->x, LIMIT_WORKSHOP, 1, &s->workshop, sizeof(s->workshop), search_on_limited, s);
}

static void search_on_limited(void *state, const struct answer *answer)
{
    struct search *s = state;
    struct exchange *x = s->x;
    char day[DATE_TEXT];

    if (failed(answer->fault)) {
        family_tell_fault(x, &v0, answer->fault);
        return;
    }
    struct blind_index plate = blind_index(x->service->keys, KEY_PLATE, s->plate, strlen(s->plate));
    db_read(x, QUERY_WORKSHOP_RECORDS_BY_PLATE,
            DB_VALUES(exchange_text(x, "%lld", (long long)s->workshop),
                      bytea_text(&x->pool, plate.bytes, sizeof(plate.bytes)),
                      date_known(s->settled_on) ? date_text(s->settled_on, day) : NULL,
                      exchange_text(x, "%ld", s->size), exchange_text(x, "%ld", (s->page - 1) * s->size)),
            search_on_rows, s);
}

static void put_info(struct search *s, struct json_text *t, const struct view_record *r)
{
    struct blind_index number =
        repair_number_index(s->x->service->keys, r->settlement_no == NULL ? "" : r->settlement_no);
    char day[DATE_TEXT];

    json_raw(t, "\"carInfo\":{");
    json_put_text(t, "\"recordid\":",
                  r->settlement_no == NULL
                      ? NULL
                      : bytea_text(&s->x->pool, number.bytes, sizeof(number.bytes)) + strlen("\\x"));
    json_put_text(t, ",\"carno\":", s->plate);
    json_put_text(t, ",\"company\":", r->workshop_name);
    json_put_text(t, ",\"statementno\":", r->settlement_no);
    json_put_text(t, ",\"repairdate\":", date_text(r->brought_on, day));
    json_put_text(t, ",\"settledate\":", date_text(r->settled_on, day));
    json_put_number(t, ",\"repairmile\":", r->odometer_km, -1);
    json_raw(t, "}");
}

static void put_lists(struct json_text *t, const struct view_record *r)
{
    json_raw(t, ",\"repairhourslist\":[");
    for (size_t i = 0; i < r->work_count; i++) {
        json_raw(t, i == 0 ? "{" : ",{");
        json_put_text(t, "\"repairname\":", r->works[i].name);
        json_put_text(t, ",\"repairhours\":", r->works[i].hours);
        json_raw(t, "}");
    }
    json_raw(t, "],\"carpartslist\":[");
    for (size_t i = 0; i < r->part_count; i++) {
        json_raw(t, i == 0 ? "{" : ",{");
        json_put_text(t, "\"partsname\":", r->parts[i].name);
        json_put_text(t, ",\"partsno\":", r->parts[i].code);
        json_put_text(t, ",\"partsquantity\":", r->parts[i].quantity);
        json_raw(t, "}");
    }
    json_raw(t, "],\"othercostlist\":[]");
}

static void search_on_rows(void *state, const struct answer *answer)
{
    struct search *s = state;
    struct json_text t = json_text_new(&s->x->pool, 4096);
    const char *comma = "{";

    if (failed(answer->fault)) {
        family_tell_fault(s->x, &v0, answer->fault);
        return;
    }
    json_raw(&t, ",\"data\":[");
    for (int row = 0; row < answer->rows->count; row++) {
        const struct view_record *record = own_record(s->x, answer->rows, row);
        if (record == NULL)
            continue;
        json_raw(&t, comma);
        put_info(s, &t, record);
        put_lists(&t, record);
        json_raw(&t, "}");
        comma = ",{";
    }
    json_raw(&t, "]");
    v0.tell(s->x, STATUS_FOUND, NULL, h2o_strdup(&s->x->pool, t.base, t.length).base);
}
