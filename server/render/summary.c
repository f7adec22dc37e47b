#include "render/summary.h"

#include <stdlib.h>
#include <string.h>

#include <h2o.h>
#include <jansson.h>

static const char *const coverage_code[] = {
    [COVERAGE_RECORDED] = "recorded",
    [COVERAGE_NONE_RECORDED] = "none_recorded",
    [COVERAGE_NOT_COLLECTED] = "not_collected",
};

static json_t *month_json(struct date date)
{
    char text[DATE_TEXT];

    return date_known(date) ? json_stringn(date_text(date, text), strlen("yyyy-MM")) : json_null();
}

static json_t *codes_json(enum code_list list, uint64_t set)
{
    json_t *array = json_array();

    for (unsigned code = 0; code < 64; code++)
        if (set & CODE_BIT(code))
            json_array_append_new(array, json_string(code_words(list, code)->code));
    return array;
}

static json_t *text_json(const char *text)
{
    return text == NULL ? json_null() : json_string(text);
}

static json_t *vehicle_json(const struct view *view)
{
    return json_pack("{s:o, s:{s:o, s:o}, s:o, s:o}", "vin", text_json(view->vin), "maker", "zh",
                     text_json(view->maker_zh), "en", text_json(view->maker_en), "model_year",
                     view->model_year == 0 ? json_null() : json_integer(view->model_year), "first_registered",
                     month_json(view->first_registered));
}

static json_t *verdict_json(const struct verdict *verdict)
{
    json_t *reasons = json_array();

    for (size_t i = 0; i < verdict->reason_count; i++)
        json_array_append_new(reasons, json_string(verdict_reason_code(verdict->reasons[i])));
    return json_pack("{s:s, s:o, s:i}", "verdict", verdict_class_code(verdict->class), "reasons", reasons,
                     "readings", (int)verdict->readings);
}

/* What was not recorded may still have happened, and the words say so. */
static json_t *statements_json(signal_codes signals)
{
    json_t *statements = json_object();

    for (unsigned s = 0; s < SIGNAL_CODE_COUNT; s++)
        json_object_set_new(statements, code_words(CODES_OF_SIGNALS, s)->code,
                            json_string(signals & CODE_BIT(s) ? "recorded" : "none recorded"));
    return statements;
}

static json_t *record_json(const struct view_record *r)
{
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:b}", "month", month_json(r->settled_on),
                     "province", text_json(r->region), "workshop_class",
                     r->workshop_class == 0 ? json_null() : json_integer(r->workshop_class), "odometer_km",
                     r->odometer_km < 0 ? json_null() : json_integer(r->odometer_km), "works",
                     codes_json(CODES_OF_WORK, r->works_coded), "parts",
                     codes_json(CODES_OF_PARTS, r->parts_coded), "signals",
                     codes_json(CODES_OF_SIGNALS, r->signals), "disputed", (int)r->disputed);
}

static json_t *records_json(const struct view *view)
{
    json_t *array = json_array();

    for (size_t i = 0; i < view->count; i++)
        json_array_append_new(array, record_json(&view->records[i]));
    return array;
}

static json_t *coverage_json(const struct view *view)
{
    return json_pack("{s:s, s:o}", "status", coverage_code[view->coverage], "collected_since",
                     month_json(view->collected_since));
}

static json_t *warnings_json(const struct view *view)
{
    json_t *array = json_array();

    if (view->check_digit_warning)
        json_array_append_new(array, json_string("vin_check_digit"));
    return array;
}

static h2o_iovec_t dump(h2o_mem_pool_t *pool, json_t *value, const char *before, const char *after)
{
    char *text = json_dumps(value, JSON_COMPACT);

    json_decref(value);
    if (text == NULL)
        h2o_fatal("summary: text that is not UTF-8");
    h2o_iovec_t whole = h2o_concat(pool, h2o_iovec_init(before, strlen(before)),
                                   h2o_iovec_init(text, strlen(text)), h2o_iovec_init(after, strlen(after)));
    free(text);
    return whole;
}

h2o_iovec_t render_summary(h2o_mem_pool_t *pool, const struct view *view)
{
    json_t *summary =
        json_pack("{s:o, s:o, s:o, s:I, s:I, s:o, s:o, s:o}", "vehicle", vehicle_json(view), "odometer",
                  verdict_json(&view->verdict), "statements", statements_json(view->signals), "record_count",
                  (json_int_t)view->total, "disputes", (json_int_t)view->disputes, "coverage",
                  coverage_json(view), "warnings", warnings_json(view), "records", records_json(view));

    return dump(pool, summary, "", "\n");
}

h2o_iovec_t render_coverage(h2o_mem_pool_t *pool, const struct view *view)
{
    return dump(pool, coverage_json(view), ",\"coverage\":", "");
}
