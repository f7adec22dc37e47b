#include "render/summary.h"

#include <string.h>

#include "core/json_text.h"

static const char *const coverage_code[] = {
    [COVERAGE_RECORDED] = "recorded",
    [COVERAGE_NONE_RECORDED] = "none_recorded",
    [COVERAGE_NOT_COLLECTED] = "not_collected",
};

static void put_month(struct json_text *t, const char *name, struct date date)
{
    char text[DATE_TEXT];

    json_raw(t, name);
    if (date_known(date)) {
        date_text(date, text);
        text[strlen("yyyy-MM")] = '\0';
        json_string_put(t, text);
    } else {
        json_raw(t, "null");
    }
}

static void put_text(struct json_text *t, const char *name, const char *text)
{
    json_raw(t, name);
    json_string_put(t, text);
}

/* What is not known is null: `none` says which number that is. */
static void put_number(struct json_text *t, const char *name, long number, long none)
{
    json_raw(t, name);
    if (number == none)
        json_raw(t, "null");
    else
        json_number_put(t, number);
}

static void put_codes(struct json_text *t, const char *name, enum code_list list, uint64_t set)
{
    const char *comma = "";

    json_raw(t, name);
    json_raw(t, "[");
    for (unsigned code = 0; set >> code != 0; code++)
        if (set & CODE_BIT(code)) {
            json_raw(t, comma);
            json_string_put(t, code_words(list, code)->code);
            comma = ",";
        }
    json_raw(t, "]");
}

static void put_vehicle(struct json_text *t, const struct view *view)
{
    put_text(t, "\"vehicle\":{\"vin\":", view->vin);
    put_text(t, ",\"maker\":{\"zh\":", view->maker_zh);
    put_text(t, ",\"en\":", view->maker_en);
    put_number(t, "},\"model_year\":", view->model_year, 0);
    put_month(t, ",\"first_registered\":", view->first_registered);
    json_raw(t, "}");
}

static void put_verdict(struct json_text *t, const struct verdict *verdict)
{
    put_text(t, ",\"odometer\":{\"verdict\":", verdict_class_code(verdict->class));
    json_raw(t, ",\"reasons\":[");
    for (size_t i = 0; i < verdict->reason_count; i++)
        put_text(t, i == 0 ? "" : ",", verdict_reason_code(verdict->reasons[i]));
    json_raw(t, "],\"readings\":");
    json_number_put(t, (long)verdict->readings);
    json_raw(t, "}");
}

/* What was not recorded may still have happened, and the words say so. */
static void put_statements(struct json_text *t, signal_codes signals)
{
    json_raw(t, ",\"statements\":{");
    for (unsigned s = 0; s < SIGNAL_CODE_COUNT; s++) {
        json_raw(t, s == 0 ? "" : ",");
        json_string_put(t, code_words(CODES_OF_SIGNALS, s)->code);
        put_text(t, ":", signals & CODE_BIT(s) ? "recorded" : "none recorded");
    }
    json_raw(t, "}");
}

static void put_record(struct json_text *t, const struct view_record *r)
{
    put_month(t, "{\"month\":", r->settled_on);
    put_text(t, ",\"province\":", r->region);
    put_number(t, ",\"workshop_class\":", r->workshop_class, 0);
    put_number(t, ",\"odometer_km\":", r->odometer_km < 0 ? -1 : r->odometer_km, -1);
    put_codes(t, ",\"works\":", CODES_OF_WORK, r->works_coded);
    put_codes(t, ",\"parts\":", CODES_OF_PARTS, r->parts_coded);
    put_codes(t, ",\"signals\":", CODES_OF_SIGNALS, r->signals);
    json_raw(t, r->disputed ? ",\"disputed\":true}" : ",\"disputed\":false}");
}

static void put_coverage(struct json_text *t, const struct view *view)
{
    put_text(t, ",\"coverage\":{\"status\":", coverage_code[view->coverage]);
    put_month(t, ",\"collected_since\":", view->collected_since);
    json_raw(t, "}");
}

static void put_warnings(struct json_text *t, const struct view *view)
{
    json_raw(t, view->check_digit_warning ? ",\"warnings\":[\"vin_check_digit\"]" : ",\"warnings\":[]");
}

h2o_iovec_t render_summary(h2o_mem_pool_t *pool, const struct view *view)
{
    enum { FRAME_BYTES = 1024, RECORD_BYTES = 192 };
    struct json_text t = json_text_new(pool, FRAME_BYTES + view->count * RECORD_BYTES);

    json_raw(&t, "{");
    put_vehicle(&t, view);
    put_verdict(&t, &view->verdict);
    put_statements(&t, view->signals);
    put_number(&t, ",\"record_count\":", (long)view->total, -1);
    put_number(&t, ",\"disputes\":", (long)view->disputes, -1);
    put_coverage(&t, view);
    put_warnings(&t, view);
    json_raw(&t, ",\"records\":[");
    for (size_t i = 0; i < view->count; i++) {
        json_raw(&t, i == 0 ? "" : ",");
        put_record(&t, &view->records[i]);
    }
    json_raw(&t, "]}\n");
    return json_text_bytes(&t);
}

h2o_iovec_t render_coverage(h2o_mem_pool_t *pool, const struct view *view)
{
    enum { COVERAGE_BYTES = 128 };
    struct json_text t = json_text_new(pool, COVERAGE_BYTES);

    put_coverage(&t, view);
    put_warnings(&t, view);
    return json_text_bytes(&t);
}
