#include "endpoints/workshop/quality.h"

#include <stdlib.h>
#include <string.h>

#include "core/service.h"
#include "endpoints/page.h"
#include "history/workshop_signs.h"
#include "http/form.h"
#include "http/reply.h"
#include "render/quality_page.h"
#include "store/asker.h"
#include "store/db.h"
#include "store/history_store.h"

enum { RANKED_MOST = 200 };

_Static_assert((int)QUALITY_DAYS == (int)WINDOW_DAYS && (int)QUALITY_SIGNS >= (int)SIGN_COUNT &&
                   (int)QUALITY_FINDINGS >= (int)FINDING_COUNT,
               "the page has room");

struct showing {
    struct exchange *x;
    bool for_workshop;
    const char *workshop; /* id */
    const char *since;
    struct quality quality;
};

struct ranking_asked {
    struct exchange *x;
    struct ranking ranking;
};

static continuation quality_on_standing, quality_on_days, quality_on_examples;
static continuation ranking_on_regions, ranking_on_workshops;

static void begin(struct exchange *x, bool for_workshop, const char *id, const char *code)
{
    struct showing *s = exchange_new(x, struct showing);

    s->x = x;
    s->for_workshop = for_workshop;
    s->quality.first = date_plus(date_today(), -(QUALITY_DAYS - 1));
    s->since = date_text(s->quality.first, exchange_alloc(x, DATE_TEXT));
    db_read(x, QUERY_WORKSHOP_QUALITY, DB_VALUES(id, code), quality_on_standing, s);
}

void quality_of_workshop_start(struct exchange *x)
{
    begin(x, true, workshop_text(x), NULL);
}

static bool supervises(struct exchange *x)
{
    if (x->asker.role != ROLE_SUPERVISOR)
        reply_fault(x, FAULT_PATH_UNKNOWN);
    return x->asker.role == ROLE_SUPERVISOR;
}

void quality_for_staff_start(struct exchange *x)
{
    if (supervises(x))
        begin(x, false, NULL, segment_text(x, 0));
}

static void read_sums(struct quality *q, const char *sums)
{
    struct workshop_day window;

    if (sums == NULL || !workshop_day_read(&window, sums))
        return;
    q->records = window.count[DAY_RECORDS];
    q->flawed = window.count[DAY_FLAWED];
    q->without_plate = window.count[DAY_NO_PLATE];
    q->without_odometer = window.count[DAY_NO_ODOMETER];
    q->without_fault = window.count[DAY_NO_FAULT];
    q->without_lists = window.count[DAY_NO_LISTS];
    q->overdue = window.count[DAY_OVERDUE];
    for (enum finding f = 0; f < FINDING_COUNT; f++)
        if (window.finding[f] > 0 && finding_told(f) != NULL)
            q->finding[q->findings++] = (struct quality_finding){finding_code(f), window.finding[f]};
}

static void quality_on_standing(void *state, const struct answer *answer)
{
    enum {
        ID,
        CODE,
        NAME,
        CLASS,
        REGION,
        JUDGED_ON,
        WEIGHT,
        RECORDS,
        SUMS,
        LAST_DAY,
        SIGN,
        PART,
        WHOLE,
        CHANCE,
        SINCE
    };
    struct showing *s = state;
    struct quality *q = &s->quality;
    const struct rows *rows = answer->rows;

    if (failed(answer->fault) || rows->count == 0) {
        reply_fault(s->x, failed(answer->fault) ? answer->fault : FAULT_PATH_UNKNOWN);
        return;
    }
    s->workshop = h2o_strdup(&s->x->pool, rows_text(rows, 0, ID), SIZE_MAX).base;
    q->code = h2o_strdup(&s->x->pool, rows_text(rows, 0, CODE), SIZE_MAX).base;
    q->name = h2o_strdup(&s->x->pool, rows_text(rows, 0, NAME), SIZE_MAX).base;
    q->class = (int)rows_number(rows, 0, CLASS);
    q->judged_on = rows_date(rows, 0, JUDGED_ON);
    q->last_day = rows_date(rows, 0, LAST_DAY);
    q->weight = (long)rows_number(rows, 0, WEIGHT);
    q->alarm = q->weight >= ALARM_WEIGHT;
    read_sums(q, rows_text(rows, 0, SUMS));
    for (int row = 0; row < rows->count && q->signs < QUALITY_SIGNS; row++)
        if (rows_text(rows, row, SIGN) != NULL && workshop_sign_of(rows_text(rows, row, SIGN)) != SIGN_COUNT)
            q->sign[q->signs++] = (struct quality_sign){
                .code = workshop_sign_code(workshop_sign_of(rows_text(rows, row, SIGN))),
                .part = (long)rows_number(rows, row, PART),
                .whole = (long)rows_number(rows, row, WHOLE),
                .chance = strtod(rows_text(rows, row, CHANCE), NULL),
                .since = rows_date(rows, row, SINCE)};
    db_read(s->x, QUERY_WORKSHOP_QUALITY_DAYS, DB_VALUES(s->workshop, s->since), quality_on_days, s);
}

static void quality_on_days(void *state, const struct answer *answer)
{
    struct showing *s = state;

    if (failed(answer->fault)) {
        reply_fault(s->x, answer->fault);
        return;
    }
    for (int row = 0; row < answer->rows->count; row++) {
        int64_t day = rows_number(answer->rows, row, 0);

        if (day < 0 || day >= QUALITY_DAYS)
            continue;
        s->quality.day[day] = (long)rows_number(answer->rows, row, 1);
        s->quality.active_days++;
    }
    db_read(s->x, QUERY_WORKSHOP_QUALITY_EXAMPLES, DB_VALUES(s->workshop, s->since), quality_on_examples, s);
}

static void read_example(struct showing *s, const struct rows *rows, int row)
{
    h2o_iovec_t key = rows_bytes(&s->x->pool, rows, row, 2);
    struct vehicle_key vehicle;

    if (key.len != sizeof(vehicle.bytes))
        return;
    memcpy(vehicle.bytes, key.base, sizeof(vehicle.bytes));
    for (struct quality_sign *sign = s->quality.sign; sign < s->quality.sign + s->quality.signs; sign++)
        if (strcmp(sign->code, rows_text(rows, row, 0)) == 0 && sign->examples < QUALITY_EXAMPLES)
            sign->example[sign->examples++] = (struct quality_example){
                rows_date(rows, row, 1),
                record_handle(&s->x->pool, s->x->service->keys, &vehicle, rows_number(rows, row, 3))};
}

static void quality_on_examples(void *state, const struct answer *answer)
{
    struct showing *s = state;

    if (failed(answer->fault)) {
        reply_fault(s->x, answer->fault);
        return;
    }
    for (int row = 0; row < answer->rows->count; row++)
        read_example(s, answer->rows, row);
    struct page page =
        page_for(s->x, s->for_workshop ? "/workshop/quality"
                                       : exchange_text(s->x, "/staff/workshops/%s", s->quality.code));
    reply_page(s->x, 200, quality_page(&page, &s->quality, s->for_workshop));
}

/* What a form of ours would not send is no filter. */
static void read_filter(struct exchange *x, struct ranking *r)
{
    const char *region = query_field(x, "region"), *class = query_field(x, "class");

    if (region != NULL && strlen(region) == 2 && strspn(region, "0123456789") == 2)
        r->region_chosen = region;
    if (class != NULL && strlen(class) == 1 && class[0] >= '1' && class[0] <= '3')
        r->class_chosen = class[0] - '0';
}

void ranking_start(struct exchange *x)
{
    struct ranking_asked *r = exchange_new(x, struct ranking_asked);

    r->x = x;
    if (!supervises(x))
        return;
    read_filter(x, &r->ranking);
    db_read(x, QUERY_REGIONS, (struct db_values){0}, ranking_on_regions, r);
}

static const char *copied(struct exchange *x, const struct rows *rows, int row, int column)
{
    const char *text = rows_text(rows, row, column);

    return text == NULL ? NULL : h2o_strdup(&x->pool, text, SIZE_MAX).base;
}

static void ranking_on_regions(void *state, const struct answer *answer)
{
    struct ranking_asked *r = state;
    struct exchange *x = r->x;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    struct ranked_region *region = exchange_alloc(x, sizeof(*region) * ((size_t)answer->rows->count + 1));
    bool english = strcmp(page_for(x, "/staff/workshops").language, "en") == 0;
    for (int row = 0; row < answer->rows->count; row++)
        region[row] = (struct ranked_region){copied(x, answer->rows, row, 0),
                                             copied(x, answer->rows, row, english ? 2 : 1)};
    r->ranking.region = region;
    r->ranking.regions = (size_t)answer->rows->count;
    db_read(x, QUERY_WORKSHOPS_RANKED,
            DB_VALUES(r->ranking.region_chosen,
                      r->ranking.class_chosen == 0 ? NULL : exchange_text(x, "%d", r->ranking.class_chosen),
                      exchange_text(x, "%d", RANKED_MOST)),
            ranking_on_workshops, r);
}

static void ranking_on_workshops(void *state, const struct answer *answer)
{
    enum { CODE, NAME, CLASS, REGION_ZH, REGION_EN, WEIGHT, RECORDS, LAST_DAY, SIGNS, ALL };
    struct ranking_asked *r = state;
    struct exchange *x = r->x;
    const struct rows *rows = answer->rows;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    struct ranked_workshop *w = exchange_alloc(x, sizeof(*w) * ((size_t)rows->count + 1));
    struct page page = page_for(x, "/staff/workshops");
    int region = strcmp(page.language, "en") == 0 ? REGION_EN : REGION_ZH;
    for (int row = 0; row < rows->count; row++)
        w[row] = (struct ranked_workshop){.code = rows_text(rows, row, CODE),
                                          .name = rows_text(rows, row, NAME),
                                          .region = rows_text(rows, row, region),
                                          .class = (int)rows_number(rows, row, CLASS),
                                          .weight = (long)rows_number(rows, row, WEIGHT),
                                          .records = (long)rows_number(rows, row, RECORDS),
                                          .alarm = rows_number(rows, row, WEIGHT) >= ALARM_WEIGHT,
                                          .last_day = rows_date(rows, row, LAST_DAY),
                                          .signs = rows_text(rows, row, SIGNS)};
    r->ranking.workshop = w;
    r->ranking.count = (size_t)rows->count;
    r->ranking.all = rows->count == 0 ? 0 : (long)rows_number(rows, 0, ALL);
    reply_page(x, 200, ranking_page(&page, &r->ranking));
}
