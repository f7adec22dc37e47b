#include "endpoints/repairs/sent.h"

#include <stdlib.h>
#include <string.h>

#include "core/service.h"
#include "endpoints/place.h"
#include "endpoints/repairs/item.h"
#include "http/cookie.h"
#include "http/form.h"
#include "http/reply.h"
#include "store/asker.h"
#include "store/db.h"
#include "store/repair_detail.h"

enum { LIMIT = 100, ENTRY_BYTES = 256 };

/* Columns of repairs_odd.sql. */
enum { STATE, NUMBER, REVISION, AT, FINDINGS, CONTENT, VEHICLE, BROUGHT_ON, SETTLED_ON, ODOMETER, DETAIL };

struct listing {
    struct exchange *x;
    const char *code; /* of a vendor's workshop */
    int64_t workshop, limit;
    struct place after; /* the numbers of what was told last: kept apart, stored */
};

static continuation sent_on_row, list_on_workshop, list_on_rows;

static bool is_english(const struct exchange *x)
{
    return strcmp(language_of(x), "en") == 0;
}

static const char *number_text(struct exchange *x, int64_t number)
{
    return exchange_text(x, "%lld", (long long)number);
}

/* State, revision, when, findings; a message that could not be read has a reason in place of findings. */
static void put_sent(struct json_text *t, const char *handle, const struct rows *rows, int row,
                     const int column[4], bool english)
{
    const char *revision = rows_text(rows, row, column[1]), *codes = rows_text(rows, row, column[3]);

    json_raw(t, "{\"handle\":");
    json_string_put(t, handle);
    json_raw(t, ",\"state\":");
    json_string_put(t, rows_text(rows, row, column[0]));
    json_raw(t, ",\"revision\":");
    json_raw(t, revision == NULL ? "null" : revision);
    json_raw(t, ",\"at\":");
    json_string_put(t, rows_text(rows, row, column[2]));
    repair_findings_put(t, findings_parse(codes), NULL, english);
    json_raw(t, ",\"unreadable\":");
    json_raw(t, findings_parse(codes) == 0 && *codes != '\0' ? "true}" : "false}");
}

void repair_sent_start(struct exchange *x)
{
    struct repair_name name;

    if (!repair_handle_read(x->service->keys, x->segment[0], &name))
        reply_fault(x, FAULT_REPAIR_UNKNOWN);
    else
        db_read(x, QUERY_REPAIR_SENT,
                DB_VALUES(client_text(x), number_text(x, name.workshop),
                          bytea_text(&x->pool, name.of.bytes, sizeof(name.of.bytes))),
                sent_on_row, x);
}

static void sent_on_row(void *state, const struct answer *answer)
{
    struct exchange *x = state;
    struct json_text t = json_text_new(&x->pool, ENTRY_BYTES);

    if (failed(answer->fault) || answer->rows->count == 0) {
        reply_fault(x, failed(answer->fault) ? answer->fault : FAULT_REPAIR_UNKNOWN);
        return;
    }
    put_sent(&t, segment_text(x, 0), answer->rows, 0, (const int[]){0, 1, 2, 3}, is_english(x));
    json_raw(&t, "\n");
    reply_header(x, "vary", "authorization, accept-language");
    reply_json(x, 200, REPLY_NO_STORE, json_text_bytes(&t));
}

/* A place in the list is sealed for client and workshop: its numbers count everybody's records. */
static const char *list_name(const struct listing *l)
{
    return exchange_text(l->x, "repairs %lld %lld", (long long)l->x->asker.client, (long long)l->workshop);
}

static void ask(struct listing *l)
{
    struct exchange *x = l->x;

    if (query_has(x, "after") && !place_open(x, list_name(l), query_field(x, "after"), &l->after)) {
        reply_problem(x, FAULT_FIELD_INVALID, "after is what a Link of this list says.", "/after", NULL);
        return;
    }
    db_read(x, QUERY_REPAIRS_ODD,
            DB_VALUES(client_text(x), number_text(x, l->workshop), l->after.at, l->after.spool,
                      number_text(x, l->limit + 1)),
            list_on_rows, l);
}

/* It stands in an array of PostgreSQL's. */
static bool is_code(const char *text)
{
    return text != NULL && *text != '\0' && strspn(text, "0123456789") == strlen(text);
}

void repairs_sent_start(struct exchange *x)
{
    struct listing *l = exchange_new(x, struct listing);
    const char *findings = query_field(x, "findings");
    bool own = x->asker.uploads_for != 0;

    *l = (struct listing){
        .x = x,
        .code = query_field(x, "workshop"),
        .workshop = x->asker.uploads_for,
        .after = {"0", "0", "0"}
    };
    if (findings == NULL || strcmp(findings, "open") != 0)
        reply_problem(x, FAULT_FIELD_INVALID, "findings is open: there is no other list.", "/findings", NULL);
    else if (!query_number(x, "limit", LIMIT, &l->limit) || l->limit < 1 || l->limit > LIMIT)
        reply_problem(x, FAULT_FIELD_INVALID, "limit is 1 to 100.", "/limit", NULL);
    else if (own ? query_has(x, "workshop") : !is_code(l->code))
        reply_problem(x, FAULT_FIELD_INVALID,
                      own ? "The list is of your own workshop: leave workshop out."
                          : "workshop is the code of one that has named you as its vendor.",
                      "/workshop", NULL);
    else if (own)
        ask(l);
    else
        db_read(x, QUERY_WORKSHOPS_OF_CLIENT, DB_VALUES(client_text(x), exchange_text(x, "{%s}", l->code)),
                list_on_workshop, l);
}

static void list_on_workshop(void *state, const struct answer *answer)
{
    struct listing *l = state;

    if (failed(answer->fault)) {
        reply_fault(l->x, answer->fault);
    } else if (answer->rows->count == 0) {
        reply_problem(l->x, FAULT_WORKSHOP_FORBIDDEN, NULL, "/workshop", NULL);
    } else {
        l->workshop = rows_number(answer->rows, 0, 1);
        ask(l);
    }
}

/* NULL for a record without a settlement number, as other interfaces take them. */
static const char *handle_of(const struct listing *l, const struct rows *rows, int row)
{
    struct exchange *x = l->x;
    const struct keys *keys = x->service->keys;
    h2o_iovec_t content = rows_bytes(&x->pool, rows, row, CONTENT),
                vehicle = rows_bytes(&x->pool, rows, row, VEHICLE);
    struct record record = {.workshop.id = l->workshop,
                            .brought_on = rows_date(rows, row, BROUGHT_ON),
                            .settled_on = rows_date(rows, row, SETTLED_ON),
                            .odometer_km = rows_text(rows, row, ODOMETER) == NULL
                                               ? ODOMETER_UNKNOWN
                                               : (long)rows_number(rows, row, ODOMETER)};
    struct repair_name name = {.workshop = l->workshop};
    struct vehicle_key key;
    char handle[REPAIR_HANDLE_TEXT];

    if (content.len >= INDEX_BYTES) {
        memcpy(name.of.bytes, content.base, INDEX_BYTES);
    } else {
        if (vehicle.len != sizeof(key.bytes))
            return NULL;
        memcpy(key.bytes, vehicle.base, sizeof(key.bytes));
        if (!repair_detail_open(&x->pool, keys, &key, rows_bytes(&x->pool, rows, row, DETAIL), &record) ||
            record.settlement_no == NULL)
            return NULL;
        name = repair_name_of(&x->pool, keys, l->workshop, record.settlement_no);
    }
    repair_handle_make(keys, name, handle);
    return exchange_text(x, "%s", handle);
}

static void tell_where_it_goes_on(const struct listing *l)
{
    struct exchange *x = l->x;

    reply_header(x, "link",
                 exchange_text(x, "</v1/repairs?findings=open%s%s&limit=%lld&after=%s>; rel=\"next\"",
                               l->code == NULL ? "" : "&workshop=", l->code == NULL ? "" : l->code,
                               (long long)l->limit, place_seal(x, list_name(l), l->after)));
}

static void list_on_rows(void *state, const struct answer *answer)
{
    static const int columns[] = {STATE, REVISION, AT, FINDINGS};
    struct listing *l = state;
    struct exchange *x = l->x;
    const struct rows *rows = answer->rows;
    struct json_text t;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    int count = rows->count > l->limit ? (int)l->limit : rows->count;
    t = json_text_new(&x->pool, 64 + (size_t)count * ENTRY_BYTES);
    json_raw(&t, "{\"repairs\":[");
    for (int row = 0; row < count; row++) {
        bool stored = strcmp(rows_text(rows, row, STATE), "stored") == 0;

        json_raw(&t, row == 0 ? "" : ",");
        put_sent(&t, handle_of(l, rows, row), rows, row, columns, is_english(x));
        *(stored ? &l->after.spool : &l->after.at) = exchange_text(x, "%s", rows_text(rows, row, NUMBER));
    }
    json_raw(&t, rows->count > count ? "],\"more\":true}\n" : "],\"more\":false}\n");
    if (rows->count > count)
        tell_where_it_goes_on(l);
    reply_header(x, "vary", "authorization, accept-language");
    reply_json(x, 200, REPLY_NO_STORE, json_text_bytes(&t));
}
