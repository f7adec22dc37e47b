#include "testing.h"

#include <stdio.h>
#include <stdlib.h>

#include <h2o.h>

#include "render/garage_page.h"
#include "render/page_model.h"
#include "render/template.h"
#include "render/vehicle_page.h"

#define NASTY   "<b>\"'&{{vin}}{{{vin}}}</b>\xe8\xbd\xa6"
#define ESCAPED "&lt;b&gt;&quot;&apos;&amp;{{vin}}{{{vin}}}&lt;/b&gt;\xe8\xbd\xa6"

enum { RECORDS = 300 };

static h2o_mem_pool_t pool;
static struct templates *templates;
static const struct standing owner = {.manages = true}, newcomer = {.just_claimed = true, .manages = true};

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
        h2o_iovec_t html = vehicle_page(&page, &view, &looks, &newcomer);

        assert_int_equal(html.len, strlen(html.base));
        assert_int_equal(times(html.base, "<details class=\"record\""), RECORDS);
        assert_int_equal(times(html.base, "</details>"),
                         RECORDS + 3); /* and the two tables, and what the kinds mean */
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
    const char *html = vehicle_page(&page, &view, &none, &owner).base;
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
    const char *recorded = vehicle_page(&page, &view, &none, &owner).base;
    view.coverage = COVERAGE_NOT_COLLECTED;
    const char *collected = vehicle_page(&page, &view, &none, &owner).base;
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
    assert_null(strstr(head_of(vehicle_page(&page, &view, &none, &owner).base), "Flood damage"));
    view.signals = record.signals;
    assert_non_null(strstr(head_of(vehicle_page(&page, &view, &none, &owner).base), "Flood damage"));
}

static void what_a_verdict_rests_on_is_said_in_each_case(void **unused)
{
    struct view_record record = {.odometer_km = -1};
    struct view view = {.vin = "LSVAA4182E2500005", .records = &record, .count = 1, .total = 1};
    struct looks none = {0};
    struct page page = page_in("en");

    (void)unused;
    assert_non_null(
        strstr(vehicle_page(&page, &view, &none, &owner).base, "No reading of the odometer is recorded."));
    view.verdict = (struct verdict){.class = VERDICT_CONSISTENT, .readings = 2};
    const char *html = vehicle_page(&page, &view, &none, &owner).base;
    assert_non_null(strstr(html, "There are 2 readings"));
    assert_non_null(strstr(html, "No reading is markedly lower than an earlier one."));
}

/* A mistyped reading between two others, with all that may be said about a vehicle. */
static struct view thought_about(struct view_record records[3])
{
    const struct date days[] = {
        {2023, 9, 9},
        {2022, 5, 5},
        {2021, 1, 1}
    };
    const long km[] = {50000, 4000, 30000};

    for (int i = 0; i < 3; i++)
        records[i] = (struct view_record){.settled_on = days[i], .odometer_km = km[i]};
    records[1].doubt = 1;
    records[1].brought_on = (struct date){2021, 1, 2};
    records[1].works_coded = CODE_BIT(WORK_TRACTION_BATTERY) | CODE_BIT(WORK_BRAKES);
    records[1].signals = CODE_BIT(SIGNAL_TRACTION_BATTERY);
    records[1].works = &(struct view_work){"120 hours' work", "120"};
    records[1].findings = FINDING_BIT(FINDING_D3) | FINDING_BIT(FINDING_V3);
    struct view view = {
        .vin = "LSVAA4182E2500005", .records = records, .count = 3, .total = 7, .gap_count = 1};
    view.verdict = (struct verdict){
        .class = VERDICT_NO_JUDGEMENT,
        .readings = 3,
        .reasons = {REASON_LIKELY_TYPING, REASON_DIGIT},
        .reason_count = 2,
        .evidence_count = 2
    };
    view.verdict.evidence[0] = (struct verdict_evidence){
        .reason = REASON_LIKELY_TYPING, .record = 1, .compared = true, .against = 2};
    view.verdict.evidence[1] =
        (struct verdict_evidence){.reason = REASON_DIGIT, .record = 1, .fitting_km = 40000};
    view.upkeep = (struct upkeep){
        .known = true,
        .services = 5,
        .interval_km = 9960,
        .interval_days = 183,
        .km_a_year = 20049,
        .last_on = {2023, 9, 9},
        .last_km = 50000,
        .next_on = {2024, 3, 9},
        .next_km = 59960,
        .past = true
    };
    view.gaps[0] = (struct gap){
        {2021, 1,  1},
        {2022, 11, 1},
        false
    };
    return view;
}

static void reasons_lead_to_the_records_that_they_rest_on(void **unused)
{
    struct view_record records[3];
    struct view view = thought_about(records);
    struct looks none = {0};
    struct page page = page_in("en");

    (void)unused;
    const char *html = vehicle_page(&page, &view, &none, &owner).base;
    /* The oldest of seven is 1, of which the four oldest are not shown. */
    assert_non_null(strstr(html, "<details class=\"record\" id=\"record-6\" open>"));
    assert_int_equal(times(html, "href=\"#record-6\""), 3); /* two reasons and the battery */
    assert_int_equal(times(html, "href=\"#record-5\""), 1); /* which it is compared with */
    assert_non_null(strstr(html, "<span class=\"rule\">K3</span>"));
    assert_non_null(strstr(html, "<span class=\"rule\">K6</span>"));
    assert_non_null(strstr(html, "40,000 km would fit"));
    assert_int_equal(times(html, "dy=\"-14\">1</text>"), 1); /* in the chart */
    assert_int_equal(times(html, "doubtful 1"), 2);          /* in its table and on the record */
}

static void what_is_estimated_and_what_is_missing_is_said(void **unused)
{
    struct view_record records[3];
    struct view view = thought_about(records);
    struct looks none = {0};
    struct page page = page_in("en");

    (void)unused;
    const char *html = vehicle_page(&page, &view, &none, &owner).base;
    static const char *const words[] = {"would have been due about March 2024, at about 60,000 km",
                                        "about 10,000 km / 6 months",
                                        "about 20,000 km a year",
                                        "January 2021 to November 2022: no record for about 22 months",
                                        "Traction battery or a module of it replaced",
                                        "<span class=\"rule\">D3</span>",
                                        "2 January 2021</span>"};
    for (size_t i = 0; i < COUNT(words); i++)
        if (strstr(html, words[i]) == NULL)
            fail_msg("the page does not say: %s", words[i]);
    assert_null(strstr(html, "<span class=\"rule\">V3</span>")); /* a note of our own */
    view.upkeep.known = false;
    view.gap_count = 0;
    html = vehicle_page(&page, &view, &none, &owner).base;
    assert_null(strstr(html, "id=\"upkeep\""));
    assert_null(strstr(html, "no record for about"));
}

static void count_word(const struct page *page, const char *group, const char *code)
{
    if (page_word(page, group, code) == NULL)
        fail_msg("%s: there is no word for %s %s", page->language, group, code);
}

/* Whatever code the domain gets, both languages have words for it. */
static void every_code_has_words(void **unused)
{
    static const char *const languages[] = {"zh", "en"};

    (void)unused;
    for (size_t i = 0; i < COUNT(languages); i++) {
        struct page page = page_in(languages[i]);

        for (enum verdict_reason reason = 0; reason < REASON_COUNT; reason++) {
            count_word(&page, "reason", verdict_reason_code(reason));
            if (reason != REASON_NONE) {
                count_word(&page, "cause", verdict_reason_code(reason));
                count_word(&page, "advice", verdict_reason_code(reason));
            }
        }
        for (unsigned code = 0; code < WORK_CODE_COUNT; code++)
            count_word(&page, "about_work", code_words(CODES_OF_WORK, code)->code);
        for (unsigned code = 0; code < PART_CODE_COUNT; code++)
            count_word(&page, "about_part", code_words(CODES_OF_PARTS, code)->code);
    }
}

/* Each kind of work is in the chart, in one row. */
static void every_kind_of_work_is_in_the_chart(void **unused)
{
    struct looks none = {0};
    struct page page = page_in("en");

    (void)unused;
    for (unsigned code = 0; code < WORK_CODE_COUNT; code++) {
        struct view_record record = {
            .odometer_km = -1, .settled_on = {2024, 1, 1},
                 .works_coded = CODE_BIT(code)
        };
        struct view view = {.vin = "LSVAA4182E2500005", .records = &record, .count = 1, .total = 1};

        assert_int_equal(times(vehicle_page(&page, &view, &none, &owner).base, "class=\"kind\""), 1);
    }
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
        cmocka_unit_test(reasons_lead_to_the_records_that_they_rest_on),
        cmocka_unit_test(what_is_estimated_and_what_is_missing_is_said),
        cmocka_unit_test(every_code_has_words),
        cmocka_unit_test(every_kind_of_work_is_in_the_chart),
        cmocka_unit_test(what_was_typed_comes_back_escaped),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
