#include "render/summary.h"

#include "render/view_json.h"

static const char *const coverage_code[] = {
    [COVERAGE_RECORDED] = "recorded",
    [COVERAGE_NONE_RECORDED] = "none_recorded",
    [COVERAGE_NOT_COLLECTED] = "not_collected",
};

static void put_vehicle(struct json_text *t, const struct view *view)
{
    json_put_text(t, "\"vehicle\":{\"vin\":", view->vin);
    json_put_text(t, ",\"maker\":{\"zh\":", view->maker_zh);
    json_put_text(t, ",\"en\":", view->maker_en);
    json_put_number(t, "},\"model_year\":", view->model_year, 0);
    json_put_month(t, ",\"first_registered\":", view->first_registered);
    json_raw(t, "}");
}

static void put_verdict(struct json_text *t, const struct verdict *verdict)
{
    json_put_text(t, ",\"odometer\":{\"verdict\":", verdict_class_code(verdict->class));
    json_raw(t, ",\"reasons\":[");
    for (size_t i = 0; i < verdict->reason_count; i++)
        json_put_text(t, i == 0 ? "" : ",", verdict_reason_code(verdict->reasons[i]));
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
        json_put_text(t, ":", signals & CODE_BIT(s) ? "recorded" : "none recorded");
    }
    json_raw(t, "}");
}

static void put_coverage(struct json_text *t, const struct view *view)
{
    json_put_text(t, ",\"coverage\":{\"status\":", coverage_code[view->coverage]);
    json_put_month(t, ",\"collected_since\":", view->collected_since);
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
    json_put_number(&t, ",\"record_count\":", (long)view->total, -1);
    json_put_number(&t, ",\"disputes\":", (long)view->disputes, -1);
    put_coverage(&t, view);
    put_warnings(&t, view);
    json_raw(&t, ",\"records\":[");
    for (size_t i = 0; i < view->count; i++) {
        json_raw(&t, i == 0 ? "{" : ",{");
        json_put_record(&t, &view->records[i]);
        json_raw(&t, "}");
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
