#include "testing.h"

#include <stdio.h>
#include <stdlib.h>

#include <h2o.h>

#include "render/garage_page.h"
#include "render/template.h"
#include "render/vehicle_page.h"

#define NASTY   "<b>\"'&{{vin}}{{{vin}}}</b>\xe8\xbd\xa6"
#define ESCAPED "&lt;b&gt;&quot;&apos;&amp;{{vin}}{{{vin}}}&lt;/b&gt;\xe8\xbd\xa6"

enum { RECORDS = 300 };

static h2o_mem_pool_t pool;
static struct templates *templates;

static struct page page_in(const char *language)
{
    return (struct page){.templates = templates,
                         .pool = &pool,
                         .language = language,
                         .version = "0123456789abcdef",
                         .path = "/vehicles/x",
                         .csrf = "f",
                         .signed_in = true};
}

static size_t times(const char *text, const char *word)
{
    size_t count = 0;

    for (const char *at = strstr(text, word); at != NULL; at = strstr(at + 1, word))
        count++;
    return count;
}

static const struct view_work work = {NASTY, "1.5"};
static const struct view_part part = {NASTY, NASTY, "2"};
static const struct view_unread unread = {"odometer", NASTY};

/* Records of every kind: whole, without a day, without an odometer, with nothing at all. */
static struct view long_life(void)
{
    struct view_record *records = h2o_mem_alloc_pool(&pool, sizeof(*records) * RECORDS);

    for (int i = 0; i < RECORDS; i++) {
        records[i] = (struct view_record){.odometer_km = i % 4 == 2 ? -1 : 1000L * (RECORDS - i)};
        if (i % 4 == 3)
            continue;
        records[i] = (struct view_record){
            .odometer_km = records[i].odometer_km,
            .settled_on = i % 4 == 1 ? (struct date){0 }
                     : (struct date){ 2024 - i / 12, 12 - i % 12, 1},
            .workshop_class = 2,
            .region = "310000",
            .works_coded = CODE_BIT(WORK_OIL),
            .signals = CODE_BIT(SIGNAL_FLOOD),
            .disputed = true,
            .workshop_name = NASTY,
            .settlement_no = NASTY,
            .plate = NASTY,
            .fault = NASTY,
            .works = &work,
            .work_count = 1,
            .parts = &part,
            .part_count = 1,
            .unread = &unread,
            .unread_count = 1
        };
    }
    return (struct view){
        .vin = NASTY,
        .maker_zh = NASTY,
        .maker_en = NASTY,
        .model_year = 2014,
        .check_digit_warning = true,
        .first_registered = {2014, 1,                         1},
        .verdict = {.class = VERDICT_NO_JUDGEMENT,    .readings = RECORDS},
        .signals = CODE_BIT(SIGNAL_FLOOD),
        .disputes = 2,
        .records = records,
        .count = RECORDS,
        .total = RECORDS + 1
    };
}

static void a_long_life_is_shown_whole_and_escaped(void **unused)
{
    static const char *const languages[] = {"zh", "en"};
    struct view view = long_life();
    struct look line = {
        .at = 1700000000000000, .client = NASTY, .purpose = "no such purpose", .reference = NASTY};
    struct looks looks = {&line, 1, 2};

    (void)unused;
    for (size_t i = 0; i < COUNT(languages); i++) {
        struct page page = page_in(languages[i]);
        h2o_iovec_t html = vehicle_page(&page, &view, &looks, true);

        assert_int_equal(html.len, strlen(html.base));
        assert_int_equal(times(html.base, "<details class=\"record\""), RECORDS);
        assert_int_equal(times(html.base, "</details>"), RECORDS + 1); /* and the table of readings */
        assert_int_equal(times(html.base, NASTY), 0);
        /* Twice in the head, for a look, and six times (workshop, number, plate, fault, work, part) and more
         * a record. */
        assert_true(times(html.base, ESCAPED) > 6 * RECORDS / 4 * 3);
        assert_int_equal(times(html.base, "<b>"), 0);
    }
}

static void what_is_not_known_leaves_no_empty_row(void **unused)
{
    struct view_record record = {.odometer_km = -1};
    struct view view = {.vin = "LSVAA4182E2500005",
                        .records = &record,
                        .count = 1,
                        .total = 1,
                        .verdict = {.class = VERDICT_NO_JUDGEMENT}};
    struct looks none = {0};
    struct page page = page_in("en");

    (void)unused;
    const char *html = vehicle_page(&page, &view, &none, false).base;
    assert_null(strstr(html, "<dd></dd>"));
    assert_null(strstr(html, "<svg"));
    assert_null(strstr(html, "{{"));
}

static void an_empty_history_has_its_own_words(void **unused)
{
    struct view view = {.vin = "LSVAA4182E2500005", .coverage = COVERAGE_NONE_RECORDED};
    struct looks none = {0};
    struct page page = page_in("en");

    (void)unused;
    const char *recorded = vehicle_page(&page, &view, &none, false).base;
    view.coverage = COVERAGE_NOT_COLLECTED;
    const char *collected = vehicle_page(&page, &view, &none, false).base;
    assert_string_not_equal(recorded, collected);
    assert_int_equal(times(recorded, "class=\"empty\""), 1);
    assert_int_equal(times(collected, "class=\"empty\""), 1);
}

/* From the verdict to the first section. */
static const char *head_of(const char *html)
{
    const char *start = strstr(html, "<div class=\"verdict");

    return h2o_strdup(&pool, start, (size_t)(strstr(start, "<section") - start)).base;
}

static void what_a_buyer_must_know_is_at_the_head_of_the_page(void **unused)
{
    struct view_record record = {
        .odometer_km = 1000, .settled_on = {2024, 1, 1},
             .signals = CODE_BIT(SIGNAL_FLOOD)
    };
    struct view view = {.vin = "LSVAA4182E2500005", .records = &record, .count = 1, .total = 1};
    struct looks none = {0};
    struct page page = page_in("en");

    (void)unused;
    assert_null(strstr(head_of(vehicle_page(&page, &view, &none, false).base), "Flood damage"));
    view.signals = record.signals;
    assert_non_null(strstr(head_of(vehicle_page(&page, &view, &none, false).base), "Flood damage"));
}

static void what_a_verdict_rests_on_is_said_in_each_case(void **unused)
{
    struct view_record record = {.odometer_km = -1};
    struct view view = {.vin = "LSVAA4182E2500005", .records = &record, .count = 1, .total = 1};
    struct looks none = {0};
    struct page page = page_in("en");

    (void)unused;
    assert_non_null(
        strstr(vehicle_page(&page, &view, &none, false).base, "No reading of the odometer is recorded."));
    view.verdict = (struct verdict){.class = VERDICT_CONSISTENT, .readings = 2};
    const char *html = vehicle_page(&page, &view, &none, false).base;
    assert_non_null(strstr(html, "There are 2 readings"));
    assert_non_null(strstr(html, "No reading is markedly lower than an earlier one."));
}

static void what_was_typed_comes_back_escaped(void **unused)
{
    struct page page = page_in("zh");
    struct claim_form form = {
        .vin = NASTY, .plate = NASTY, .engine_no = NASTY, .registration_no = NASTY, .vin_wrong = true};

    (void)unused;
    const char *html = claim_page(&page, CLAIM_INCOMPLETE, &form).base;
    assert_int_equal(times(html, ESCAPED), 4);
    assert_int_equal(times(html, "aria-invalid=\"true\""), 1);
    assert_null(strstr(html, "<b>"));
}

static int load(void **unused)
{
    char complaint[512];

    (void)unused;
    h2o_mem_init_pool(&pool);
    templates = templates_load(getenv("CHEDANG_HOME"), complaint, sizeof(complaint));
    if (templates == NULL)
        fprintf(stderr, "%s\n", complaint);
    return templates == NULL ? -1 : 0;
}

static int unload(void **unused)
{
    (void)unused;
    templates_destroy(templates);
    h2o_mem_clear_pool(&pool);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_long_life_is_shown_whole_and_escaped),
        cmocka_unit_test(what_is_not_known_leaves_no_empty_row),
        cmocka_unit_test(an_empty_history_has_its_own_words),
        cmocka_unit_test(what_a_buyer_must_know_is_at_the_head_of_the_page),
        cmocka_unit_test(what_a_verdict_rests_on_is_said_in_each_case),
        cmocka_unit_test(what_was_typed_comes_back_escaped),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
