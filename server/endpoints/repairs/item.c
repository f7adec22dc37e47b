#include "endpoints/repairs/item.h"

#include <string.h>

#include "core/service.h"
#include "http/body.h"
#include "http/reply.h"
#include "store/asker.h"
#include "store/db.h"
#include "store/repair_store.h"

struct repair_items {
    struct exchange *x;
    struct repair_item *first;
    size_t count, under_way;
    void (*next)(void *state);
    void *state;
};

static continuation items_on_workshops;
static upload_continuation item_on_told;

static void refuse(struct repair_item *item, enum fault fault, const char *detail, const char *pointer)
{
    item->fault = fault;
    item->detail = detail;
    item->pointer = pointer;
}

/* A vendor says for whom; a workshop's own program is its workshop's. */
static void check_workshop(struct repair_item *item)
{
    bool own = item->x->asker.uploads_for != 0;

    item->workshop = item->x->asker.uploads_for;
    if (own == (item->fields.workshop == NULL))
        return;
    refuse(item, FAULT_FIELD_INVALID,
           own ? (item->english ? "Your records are your own workshop's: leave workshop out."
                                : "凭企业自有凭证上传时不需要 workshop 字段。")
               : (item->english ? "workshop is the code of the workshop whose record this is."
                                : "workshop 应为维修企业的系统编号。"),
           "/workshop");
}

void repair_item_read(struct exchange *x, struct repair_item *item, h2o_iovec_t text)
{
    struct field_mistake mistake;
    json_t *record;

    item->x = x;
    item->text = h2o_strdup(&x->pool, text.base, text.len);
    item->fault = body_json(x, item->text, false, &record);
    if (!failed(item->fault) && !json_is_object(record))
        item->fault = FAULT_BODY_MALFORMED;
    if (failed(item->fault))
        return;
    if (repair_fields_read(&x->pool, record, &item->fields, &mistake))
        check_workshop(item);
    else
        refuse(item, FAULT_FIELD_INVALID, item->english ? mistake.english : mistake.chinese, mistake.pointer);
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

bool repair_items_same(const struct repair_item *a, const struct repair_item *b)
{
    return !failed(a->fault) && !failed(b->fault) && same_text(a->fields.workshop, b->fields.workshop) &&
           same_text(a->fields.raw.settlement_no, b->fields.raw.settlement_no);
}

/* A code that is none is nobody's; it stands in an array of PostgreSQL's, so it is looked at before. */
static bool is_code(const char *text)
{
    return text != NULL && strlen(text) == 15 && strspn(text, "0123456789") == 15;
}

static const char *codes_of(const struct repair_items *all)
{
    const char *codes = "";

    for (const struct repair_item *i = all->first; i < all->first + all->count; i++)
        if (!failed(i->fault) && is_code(i->fields.workshop))
            codes = exchange_text(all->x, "%s%s%s", codes, *codes == '\0' ? "" : ",", i->fields.workshop);
    return exchange_text(all->x, "{%s}", codes);
}

static void let_one_go(struct repair_items *all)
{
    if (--all->under_way == 0)
        all->next(all->state);
}

/* Whether the address is of another record, or of nobody's. */
static bool is_another(struct repair_item *item)
{
    const struct repair_name *wanted = item->wanted;

    if (wanted == NULL || memcmp(wanted, &item->name, sizeof(*wanted)) == 0)
        return false;
    if (wanted->workshop != item->name.workshop)
        refuse(item, FAULT_REPAIR_UNKNOWN, NULL, NULL);
    else
        refuse(item, FAULT_FIELD_INVALID,
               item->english ? "The address is another settlement's."
                             : "路径中的记录与 settlement_no 不是同一张结算单。",
               "/settlement_no");
    return true;
}

static void submit(struct repair_item *item)
{
    struct exchange *x = item->x;
    struct upload_from from = {.workshop = item->workshop,
                               .family = "repairs",
                               .message = item->text,
                               .vendor = x->asker.uploads_for == 0 ? x->asker.client : 0};

    item->name = repair_name_of(&x->pool, x->service->keys, item->workshop, item->fields.raw.settlement_no);
    if (is_another(item))
        let_one_go(item->all);
    else
        upload_submit(x, &from, &item->fields.raw, item_on_told, item);
}

/* One more is counted than there are until all are on their way: the first may be told at once. */
static void send_all(struct repair_items *all)
{
    all->under_way = 1;
    for (struct repair_item *i = all->first; i < all->first + all->count; i++) {
        if (failed(i->fault))
            continue;
        i->all = all;
        all->under_way++;
        submit(i);
    }
    let_one_go(all);
}

void repair_items_submit(struct exchange *x, struct repair_item *items, size_t count,
                         void (*next)(void *state), void *state)
{
    struct repair_items *all = exchange_new(x, struct repair_items);

    *all = (struct repair_items){.x = x, .first = items, .count = count, .next = next, .state = state};
    if (x->asker.uploads_for != 0)
        send_all(all);
    else
        db_read(x, QUERY_WORKSHOPS_OF_CLIENT, DB_VALUES(client_text(x), codes_of(all)), items_on_workshops,
                all);
}

static int64_t find_workshop(const struct rows *rows, const char *code)
{
    for (int row = 0; row < rows->count; row++)
        if (strcmp(rows_text(rows, row, 0), code) == 0)
            return rows_number(rows, row, 1);
    return 0;
}

static void items_on_workshops(void *state, const struct answer *answer)
{
    struct repair_items *all = state;

    for (struct repair_item *i = all->first; i < all->first + all->count; i++) {
        if (failed(i->fault))
            continue;
        if (failed(answer->fault))
            refuse(i, answer->fault, NULL, NULL);
        else if ((i->workshop = find_workshop(answer->rows, i->fields.workshop)) == 0)
            refuse(i, FAULT_WORKSHOP_FORBIDDEN, NULL, "/workshop");
    }
    send_all(all);
}

static void item_on_told(void *state, const struct upload_told *told)
{
    struct repair_item *item = state;

    item->told = *told;
    item->fault = told->fault;
    let_one_go(item->all);
}

int repair_item_status(const struct repair_item *item)
{
    if (failed(item->fault))
        return fault_status(item->fault);
    switch (item->told.outcome) {
    case UPLOAD_NEW: return 201;
    case UPLOAD_QUARANTINED: return 202;
    default: return 200;
    }
}

/* Which member it is about; NULL: none alone. */
static const char *pointer_of(enum finding finding)
{
    switch (finding) {
    case FINDING_V1:
    case FINDING_V2:
    case FINDING_V3:
    case FINDING_V4:
    case FINDING_V5: return "/vin";
    case FINDING_P1: return "/plate";
    case FINDING_D1:
    case FINDING_D3: return "/settled";
    case FINDING_O1:
    case FINDING_O2:
    case FINDING_K2:
    case FINDING_K3:
    case FINDING_K4:
    case FINDING_K5:
    case FINDING_K6:
    case FINDING_K7: return "/odometer_km";
    case FINDING_L1: return "/works";
    case FINDING_C2: return "/parts";
    case FINDING_C1: return "/total";
    case FINDING_F1: return "/fuel";
    case FINDING_U1: return "/settlement_no";
    default: return NULL;
    }
}

/* What was probably meant: values as they would be sent. */
static void put_suggestions(struct json_text *t, enum finding finding, const struct advice *advice)
{
    size_t vins = finding == FINDING_V2 && advice != NULL ? advice->vin_count : 0;

    json_raw(t, ",\"suggestions\":[");
    for (size_t i = 0; i < vins; i++) {
        json_raw(t, i == 0 ? "" : ",");
        json_string_put(t, advice->vins[i].text);
    }
    if (finding == FINDING_K6 && advice != NULL && advice->suggested_km != 0)
        json_number_put(t, advice->suggested_km);
    json_raw(t, "]");
}

void repair_findings_put(struct json_text *t, finding_set findings, const struct advice *advice, bool english)
{
    const char *comma = "";

    json_raw(t, ",\"findings\":[");
    for (enum finding f = 0; f < FINDING_COUNT; f++) {
        if (!(findings & FINDING_BIT(f)) || finding_told(f) == NULL)
            continue;
        json_raw(t, comma);
        json_raw(t, "{\"code\":");
        json_string_put(t, finding_code(f));
        json_raw(t, ",\"said\":");
        json_string_put(t, finding_words(f, english ? "en" : "zh")->found);
        json_raw(t, ",\"pointer\":");
        json_string_put(t, pointer_of(f));
        put_suggestions(t, f, advice);
        json_raw(t, "}");
        comma = ",";
    }
    json_raw(t, "]");
}

static void put_record(struct json_text *t, const struct repair_item *item)
{
    static const char *const outcomes[] = {
        [UPLOAD_NEW] = "new",     [UPLOAD_UNCHANGED] = "unchanged",    [UPLOAD_CORRECTED] = "corrected",
        [UPLOAD_MOVED] = "moved", [UPLOAD_QUARANTINED] = "kept_apart",
    };
    const struct keys *keys = item->x->service->keys;
    struct repair_name name = item->name;
    char handle[REPAIR_HANDLE_TEXT];

    if (item->told.outcome == UPLOAD_QUARANTINED) {
        struct keyed_hash content = quarantine_content(keys, item->text, "");
        memcpy(name.of.bytes, content.bytes, INDEX_BYTES);
    }
    repair_handle_make(keys, name, handle);
    json_raw(t, "{\"handle\":");
    json_string_put(t, handle);
    json_raw(t, ",\"outcome\":");
    json_string_put(t, outcomes[item->told.outcome]);
    repair_findings_put(t, item->told.findings, item->told.advice, item->english);
    json_raw(t, "}");
}

void repair_item_put(struct json_text *t, const struct repair_item *item)
{
    if (!failed(item->fault)) {
        put_record(t, item);
        return;
    }
    h2o_iovec_t problem =
        problem_document(t->pool, item->fault, item->detail, item->pointer, NULL, item->x->id);
    problem.base[problem.len - 1] = '\0'; /* its line break */
    json_raw(t, problem.base);
}
