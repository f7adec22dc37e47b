#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <h2o.h>
#include <sodium.h>

#include "core/json_text.h"
#include "core/seal.h"
#include "history/record.h"
#include "history/workshop_signs.h"
#include "store/repair_detail.h"
#include "store/rows.h"
#include "store/workshop_step.h"

enum { VEHICLES = 64, KEY_TEXT = 2 * VEHICLE_KEY_BYTES + 1, RECORD_BYTES = 320 };

/* A record as it is counted. */
struct counted {
    const char *vehicle; /* hexadecimal */
    int64_t id;
    const char *findings;
};

PGresult *workshop_ask(struct workshop_step *step, enum query query, const char *const *values)
{
    PGresult *result =
        PQexecParams(step->pg, queries[query].sql, queries[query].parameters, NULL, values, NULL, NULL, 0);
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);

    if (PQresultStatus(result) == PGRES_TUPLES_OK || PQresultStatus(result) == PGRES_COMMAND_OK)
        return result;
    step->failed = queries[query].name;
    snprintf(step->state, sizeof(step->state), "%s", state == NULL ? "" : state);
    PQclear(result);
    return NULL;
}

bool workshop_tell(struct workshop_step *step, enum query query, const char *const *values)
{
    PGresult *result = workshop_ask(step, query, values);
    bool good = result != NULL;

    PQclear(result);
    return good;
}

static const char *window_begins(struct workshop_step *s)
{
    char *text = h2o_mem_alloc_pool(&s->pool, DATE_TEXT);

    return date_text(date_plus(date_today(), -(WINDOW_DAYS - 1)), text);
}

/* Opens what is sealed. What does not open counts as what its clear columns say. */
static void read_detail(struct workshop_step *s, const struct rows *rows, int row, int column,
                        struct workshop_job *job)
{
    struct vehicle_key key;
    struct record record = {.brought_on = rows_date(rows, row, 3),
                            .settled_on = rows_date(rows, row, 4),
                            .odometer_km = job->odometer_km,
                            .workshop.id = job->workshop};
    struct blind_index hash;

    if (rows_text(rows, row, column) == NULL ||
        sodium_hex2bin(key.bytes, sizeof(key.bytes), rows_text(rows, row, 0), KEY_TEXT - 1, NULL, NULL,
                       NULL) != 0 ||
        !repair_detail_open(&s->pool, s->keys, &key, rows_bytes(&s->pool, rows, row, column), &record))
        return;
    job->has_works = record.work_count > 0;
    job->has_parts = record.part_count > 0;
    if (record.fault == NULL)
        return;
    hash = short_index(s->keys, KEY_CONTENT, record.fault, strlen(record.fault));
    memcpy(&job->fault, hash.bytes, sizeof(job->fault));
}

uint64_t workshop_hash(const char *hex)
{
    char first[17] = "";

    return hex == NULL ? 0 : strtoull(strncat(first, hex, 16), NULL, 16) | 1;
}

static void read_job(struct workshop_step *s, const struct rows *rows, int row, struct workshop_job *job,
                     struct counted *counted)
{
    enum {
        VEHICLE,
        ID,
        WORKSHOP,
        BROUGHT_ON,
        SETTLED_ON,
        KM,
        FINDINGS,
        ACCEPTED_AT,
        DAY,
        PLATE,
        WORKS,
        PARTS,
        DETAIL
    };
    int64_t accepted = rows_number(rows, row, ACCEPTED_AT);

    *counted = (struct counted){rows_text(rows, row, VEHICLE), rows_number(rows, row, ID),
                                rows_text(rows, row, FINDINGS)};
    *job = (struct workshop_job){
        .workshop = rows_number(rows, row, WORKSHOP),
        .vehicle = workshop_hash(counted->vehicle),
        .plate = workshop_hash(rows_text(rows, row, PLATE)),
        .day = (long)rows_number(rows, row, DAY),
        .accepted_day = (long)china_day(accepted),
        .accepted_minute = (int)((accepted - china_day_begins(china_day(accepted))) / 60000000),
        .odometer_km = rows_text(rows, row, KM) == NULL ? ODOMETER_UNKNOWN : (long)rows_number(rows, row, KM),
        .has_works = rows_true(rows, row, WORKS),
        .has_parts = rows_true(rows, row, PARTS),
    };
    read_detail(s, rows, row, DETAIL, job);
}

static void put_number(struct json_text *t, const char *name, long number)
{
    json_raw(t, name);
    json_number_put(t, number);
}

static void put_flag(struct json_text *t, const char *name, bool flag)
{
    json_raw(t, name);
    json_raw(t, flag ? "true" : "false");
}

static void put_record(struct json_text *t, const struct counted *c, const struct workshop_job *job,
                       const struct workshop_mark *mark)
{
    json_raw(t, t->length > 1 ? ",{\"vehicle\":" : "{\"vehicle\":");
    json_string_put(t, c->vehicle);
    json_raw(t, ",\"findings\":");
    json_string_put(t, c->findings);
    put_number(t, ",\"id\":", (long)c->id);
    put_number(t, ",\"workshop\":", (long)job->workshop);
    put_number(t, ",\"day\":", job->day);
    put_number(t, ",\"accepted_day\":", job->accepted_day);
    put_number(t, ",\"minute\":", job->accepted_minute);
    if (job->odometer_km != ODOMETER_UNKNOWN)
        put_number(t, ",\"km\":", job->odometer_km);
    put_number(t, ",\"fault\":", (long)job->fault);
    put_number(t, ",\"concordant\":", mark->concordant);
    put_number(t, ",\"discordant\":", mark->discordant);
    put_flag(t, ",\"plated\":", job->plate != 0);
    put_flag(t, ",\"works\":", job->has_works);
    put_flag(t, ",\"parts\":", job->has_parts);
    put_flag(t, ",\"differs\":", mark->plate_differs);
    json_raw(t, "}");
}

static size_t run_of(const struct counted *counted, size_t from, size_t count)
{
    size_t to = from + 1;

    while (to < count && strcmp(counted[to].vehicle, counted[from].vehicle) == 0)
        to++;
    return to - from;
}

/* Of all vehicles, each beside its own records only. */
static const char *marks_of(struct workshop_step *s, const struct rows *rows)
{
    size_t count = (size_t)rows->count;
    struct workshop_job *jobs = h2o_mem_alloc_pool(&s->pool, (count + 1) * sizeof(*jobs));
    struct workshop_mark *marks = h2o_mem_alloc_pool(&s->pool, (count + 1) * sizeof(*marks));
    struct counted *counted = h2o_mem_alloc_pool(&s->pool, (count + 1) * sizeof(*counted));
    struct json_text t = json_text_new(&s->pool, count * RECORD_BYTES + 64);

    for (size_t i = 0; i < count; i++)
        read_job(s, rows, (int)i, &jobs[i], &counted[i]);
    json_raw(&t, "[");
    for (size_t from = 0, length; from < count; from += length) {
        length = run_of(counted, from, count);
        workshop_marks(jobs + from, length, marks + from);
        for (size_t i = from; i < from + length; i++)
            put_record(&t, &counted[i], &jobs[i], &marks[i]);
    }
    json_raw(&t, "]");
    h2o_iovec_t json = json_text_bytes(&t);
    return h2o_strdup(&s->pool, json.base, json.len).base;
}

/* `vehicles`: hexadecimal, with commas between them. */
static bool count_vehicles(struct workshop_step *s, const char *vehicles)
{
    const char *since = window_begins(s);
    PGresult *found = workshop_ask(s, QUERY_WORKSHOP_JOBS, (const char *[]){vehicles, since});

    if (found == NULL)
        return false;
    struct rows rows = {.count = PQntuples(found), .columns = PQnfields(found), .pg = found};
    const char *marks = marks_of(s, &rows);
    PQclear(found);
    return workshop_tell(s, QUERY_WORKSHOP_PUT, (const char *[]){vehicles, marks, since});
}

static const char *vehicles_of(struct workshop_step *s, const PGresult *taken)
{
    char *text = h2o_mem_alloc_pool(&s->pool, (size_t)PQntuples(taken) * KEY_TEXT + 1), *end = text;

    *end = '\0';
    for (int row = 0; row < PQntuples(taken); row++)
        if (strstr(text, PQgetvalue(taken, row, 0)) == NULL) {
            if (end != text)
                *end++ = ',';
            end = stpcpy(end, PQgetvalue(taken, row, 0));
        }
    return text;
}

static const char *seen_of(struct workshop_step *s, const PGresult *taken)
{
    struct json_text t = json_text_new(&s->pool, (size_t)PQntuples(taken) * 128 + 64);

    json_raw(&t, "[");
    for (int row = 0; row < PQntuples(taken); row++) {
        json_raw(&t, row == 0 ? "{\"vehicle\":" : ",{\"vehicle\":");
        json_string_put(&t, PQgetvalue(taken, row, 0));
        json_raw(&t, ",\"version\":");
        json_raw(&t, PQgetvalue(taken, row, 1));
        json_raw(&t, ",\"xid\":");
        json_string_put(&t, PQgetvalue(taken, row, 2));
        json_raw(&t, "}");
    }
    json_raw(&t, "]");
    h2o_iovec_t json = json_text_bytes(&t);
    return h2o_strdup(&s->pool, json.base, json.len).base;
}

/* All changes before the last one that was taken are counted, but for those of transactions that are not
 * over. */
static const char *position_behind(const struct workshop_step *s, const PGresult *taken)
{
    const char *last = PQgetvalue(taken, PQntuples(taken) - 1, 2);

    return strtoull(last, NULL, 10) < strtoull(s->xmin, NULL, 10) ? last : s->xmin;
}

static bool sweep(struct workshop_step *s, const char *portion)
{
    PGresult *taken = workshop_ask(s, QUERY_WORKSHOP_SWEEP, &portion);

    if (taken == NULL)
        return false;
    s->more = PQntuples(taken) == VEHICLES;
    const char *vehicles = vehicles_of(s, taken);
    const char *last =
        s->more ? h2o_strdup(&s->pool, PQgetvalue(taken, VEHICLES - 1, 0), SIZE_MAX).base : NULL;
    PQclear(taken);
    return count_vehicles(s, vehicles) && workshop_tell(s, QUERY_WORKSHOP_SWEPT, &last);
}

bool workshop_count(struct workshop_step *s)
{
    const char *portion = "64";
    PGresult *taken = workshop_ask(s, QUERY_WORKSHOP_TAKE, &portion);

    if (taken == NULL)
        return false;
    int count = PQntuples(taken);
    const char *vehicles = vehicles_of(s, taken), *seen = seen_of(s, taken);
    const char *position =
        count < VEHICLES ? s->xmin : h2o_strdup(&s->pool, position_behind(s, taken), SIZE_MAX).base;
    PQclear(taken);
    s->more = count == VEHICLES;
    return (count == 0 || count_vehicles(s, vehicles)) &&
           workshop_tell(s, QUERY_WORKSHOP_ADVANCE, (const char *[]){seen, position}) &&
           (count == VEHICLES || s->swept || sweep(s, portion));
}
