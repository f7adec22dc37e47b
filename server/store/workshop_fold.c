#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <h2o.h>

#include "core/json_text.h"
#include "history/workshop_signs.h"
#include "store/rows.h"
#include "store/workshop_step.h"

enum { PORTION = 16, NUMBER_TEXT = 24, DAYS_KEPT = 400 };

static const char portion_text[] = "16"; /* PORTION */

static const char *number_text(h2o_mem_pool_t *pool, long number)
{
    char *text = h2o_mem_alloc_pool(pool, NUMBER_TEXT);

    snprintf(text, NUMBER_TEXT, "%ld", number);
    return text;
}

static const char *day_before(h2o_mem_pool_t *pool, long days)
{
    return date_text(date_plus(date_today(), -days), h2o_mem_alloc_pool(pool, DATE_TEXT));
}

static void add_row(struct workshop_day *day, const struct rows *rows, int row, long on)
{
    enum {
        VEHICLE,
        ACCEPTED_DAY,
        MINUTE,
        KM,
        PLATED,
        FAULT,
        WORKS,
        PARTS,
        FINDINGS,
        DIFFERS,
        CONCORDANT,
        DISCORDANT
    };
    struct workshop_job job = {
        .vehicle = workshop_hash(rows_text(rows, row, VEHICLE)),
        .plate = rows_true(rows, row, PLATED),
        .fault = (uint64_t)rows_number(rows, row, FAULT),
        .day = on,
        .accepted_day = (long)rows_number(rows, row, ACCEPTED_DAY),
        .accepted_minute = (int)rows_number(rows, row, MINUTE),
        .odometer_km = rows_text(rows, row, KM) == NULL ? ODOMETER_UNKNOWN : (long)rows_number(rows, row, KM),
        .has_works = rows_true(rows, row, WORKS),
        .has_parts = rows_true(rows, row, PARTS),
        .findings = findings_parse(rows_text(rows, row, FINDINGS)),
    };
    struct workshop_mark mark = {.plate_differs = rows_true(rows, row, DIFFERS),
                                 .concordant = (unsigned)rows_number(rows, row, CONCORDANT),
                                 .discordant = (unsigned)rows_number(rows, row, DISCORDANT)};

    workshop_day_add(day, &job, &mark);
}

static bool fold_day(struct workshop_step *s, const char *workshop, const char *on)
{
    PGresult *found = workshop_ask(s, QUERY_WORKSHOP_DAY_RECORDS, (const char *[]){workshop, on});
    struct workshop_day day = {0};
    char text[WORKSHOP_DAY_TEXT];

    if (found == NULL)
        return false;
    struct rows rows = {.count = PQntuples(found), .columns = PQnfields(found), .pg = found};
    for (int row = 0; row < rows.count; row++)
        add_row(&day, &rows, row, strtol(on, NULL, 10));
    PQclear(found);
    workshop_day_write(&day, text);
    return workshop_tell(s, QUERY_WORKSHOP_DAY_PUT,
                         (const char *[]){workshop, on, number_text(&s->pool, day.count[DAY_RECORDS]),
                                          number_text(&s->pool, day.count[DAY_FLAWED]), text});
}

bool workshop_fold(struct workshop_step *s)
{
    const char *portion = portion_text;
    PGresult *stale = workshop_ask(s, QUERY_WORKSHOP_STALE, &portion);
    bool good = stale != NULL;

    for (int row = 0; good && row < PQntuples(stale); row++)
        good = fold_day(s, PQgetvalue(stale, row, 0), PQgetvalue(stale, row, 1));
    s->more = good && PQntuples(stale) == PORTION;
    PQclear(stale);
    return good;
}

/* What another release has added up otherwise is passed over; it is so for a window at most. */
static bool read_window(struct workshop_step *s, const char *workshop, struct workshop_window *w)
{
    PGresult *days = workshop_ask(s, QUERY_WORKSHOP_DAYS,
                                  (const char *[]){workshop, day_before(&s->pool, WINDOW_DAYS - 1)});
    struct workshop_day day;

    if (days == NULL)
        return false;
    for (int row = 0; row < PQntuples(days); row++)
        if (workshop_day_read(&day, PQgetvalue(days, row, 1)))
            workshop_window_add(w, strtol(PQgetvalue(days, row, 0), NULL, 10), &day);
    PQclear(days);
    return true;
}

static const char *signs_text(struct workshop_step *s, const struct workshop_judgement *j)
{
    struct json_text t = json_text_new(&s->pool, SIGN_COUNT * 96);
    char chance[32];

    json_raw(&t, "[");
    for (enum workshop_sign sign = 0; sign < SIGN_COUNT; sign++) {
        const struct sign_evidence *e = &j->sign[sign];

        if (!e->raised)
            continue;
        json_raw(&t, t.length > 1 ? ",{\"code\":" : "{\"code\":");
        json_string_put(&t, workshop_sign_code(sign));
        json_raw(&t, ",\"part\":");
        json_number_put(&t, e->part);
        json_raw(&t, ",\"whole\":");
        json_number_put(&t, e->whole);
        snprintf(chance, sizeof(chance), ",\"chance\":%.3g}", e->chance < 1e-300 ? 0 : e->chance);
        json_raw(&t, chance);
    }
    json_raw(&t, "]");
    h2o_iovec_t json = json_text_bytes(&t);
    return h2o_strdup(&s->pool, json.base, json.len).base;
}

static bool judge_one(struct workshop_step *s, const char *workshop, const char *class)
{
    struct workshop_window w = {.today = (long)china_day(clock_wall()),
                                .class = (enum workshop_class)(class[0] - '0')};
    struct workshop_judgement j;
    char sums[WORKSHOP_DAY_TEXT];

    if (!read_window(s, workshop, &w))
        return false;
    workshop_judge(&w, s->settings, &j);
    workshop_day_write(&w.sum, sums);
    return workshop_tell(s, QUERY_WORKSHOP_JUDGED,
                         (const char *[]){workshop, day_before(&s->pool, 0), number_text(&s->pool, j.weight),
                                          number_text(&s->pool, w.sum.count[DAY_RECORDS]),
                                          number_text(&s->pool, w.sum.count[DAY_FLAWED]), sums,
                                          signs_text(s, &j)}) &&
           workshop_tell(s, QUERY_WORKSHOP_PRUNE,
                         (const char *[]){workshop, day_before(&s->pool, WINDOW_DAYS),
                                          day_before(&s->pool, DAYS_KEPT)});
}

bool workshop_judge_some(struct workshop_step *s)
{
    PGresult *due =
        workshop_ask(s, QUERY_WORKSHOP_DUE, (const char *[]){portion_text, day_before(&s->pool, 0)});
    bool good = due != NULL;

    for (int row = 0; good && row < PQntuples(due); row++)
        good = judge_one(s, PQgetvalue(due, row, 0), PQgetvalue(due, row, 1));
    s->more = good && PQntuples(due) == PORTION;
    PQclear(due);
    return good;
}
