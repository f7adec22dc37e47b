/* The page about the policy says what disclose() does: each field is looked for in a view of each audience.
 */
#include "testing.h"

#include <stdlib.h>

#include <h2o.h>

#include "history/disclosure.h"
#include "history/record.h"
#include "render/template.h"

static const struct amount one = {true, 100};
static struct work work = {.name = "换油"};
static struct part part = {.name = "机油", .code = "P1"};
static struct as_sent unread = {"repairmileage", "五万"};
static struct record records[4];
static struct history history = {.records = records, .count = COUNT(records), .total = COUNT(records)};

static void fill_record(struct record *r, int year, long km)
{
    static const struct workshop workshop = {7, "310115000000001", "某汽修", WORKSHOP_CLASS_2, "310115"};

    *r = (struct record){.id = year, .odometer_km = km, .workshop = workshop, .disputed = true};
    r->workshop.id = year;
    r->brought_on = (struct date){year, 6, 12};
    r->settled_on = (struct date){year, 6, 14};
    r->works_coded = r->parts_coded = r->signals = 1;
    r->findings = FINDING_BIT(FINDING_P1);
    r->plate = "沪A12345";
    r->settlement_no = "WX-1";
    r->fault = "异响";
    r->handle = "0123";
    r->works = &work;
    r->parts = &part;
    r->unread = &unread;
    r->work_count = r->part_count = r->unread_count = 1;
}

/* Everything there is, with an odometer that falls, or one that rises. */
static void fill(bool falls)
{
    static const long falling[] = {60417, 55417, 91417, 80417}, rising[] = {90417, 80417, 70417, 60417};
    const long *km = falls ? falling : rising;

    assert_int_equal(vin_parse(&history.vehicle.vin, "LSVAA4182E2123456", 17), VIN_OK);
    history.vehicle.first_registered = (struct date){2014, 5, 14};
    history.vehicle.held_since = (struct date){2014, 5, 14};
    history.vehicle.version = 9;
    history.coverage.registered = true;
    history.coverage.collected_since = (struct date){2016, 4, 1};
    work.hours = part.quantity = one;
    for (int i = 0; i < (int)COUNT(records); i++)
        fill_record(&records[i], 2023 - i, km[i]);
}

static enum disclosed either(bool shown)
{
    return shown ? DISCLOSED_WHOLE : DISCLOSED_NOT;
}

static enum disclosed of_text(const char *text, bool rough)
{
    return text == NULL ? DISCLOSED_NOT : rough ? DISCLOSED_ROUGHLY : DISCLOSED_WHOLE;
}

static enum disclosed of_date(struct date date)
{
    return !date_known(date) ? DISCLOSED_NOT : date.day == 1 ? DISCLOSED_ROUGHLY : DISCLOSED_WHOLE;
}

static enum disclosed vin(const struct view *v)
{
    return of_text(v->vin, v->vin != NULL && strchr(v->vin, '*') != NULL);
}
static enum disclosed maker(const struct view *v)
{
    return either(v->maker_zh != NULL);
}
static enum disclosed model_year(const struct view *v)
{
    return either(v->model_year != 0);
}
static enum disclosed first_registered(const struct view *v)
{
    return of_date(v->first_registered);
}
/* Without the records that it rests on it is but a rough one. */
static enum disclosed verdict(const struct view *v)
{
    if (v->verdict.class == VERDICT_NO_JUDGEMENT)
        return DISCLOSED_NOT;
    return v->verdict.evidence_count == 0 ? DISCLOSED_ROUGHLY : DISCLOSED_WHOLE;
}
static enum disclosed signals(const struct view *v)
{
    return either(v->signals != 0 && v->records[0].signals != 0);
}
static enum disclosed coverage(const struct view *v)
{
    return either(date_known(v->collected_since) && v->coverage == COVERAGE_RECORDED);
}
static enum disclosed disputed(const struct view *v)
{
    return either(v->disputes != 0 && v->records[0].disputed);
}
static enum disclosed version(const struct view *v)
{
    return either(v->version != 0);
}
static enum disclosed evidence(const struct view *v)
{
    bool marked = false;

    for (size_t i = 0; i < v->count; i++)
        marked |= v->records[i].doubt != 0;
    return either(marked);
}
static enum disclosed brought_on(const struct view *v)
{
    return of_date(v->records[0].brought_on);
}
static enum disclosed settled_on(const struct view *v)
{
    return of_date(v->records[1].settled_on);
}
static enum disclosed last_settled_on(const struct view *v)
{
    return of_date(v->records[0].settled_on);
}
static enum disclosed odometer(const struct view *v)
{
    long km = v->records[0].odometer_km;

    return km < 0 ? DISCLOSED_NOT : km % 1000 == 0 ? DISCLOSED_ROUGHLY : DISCLOSED_WHOLE;
}
static enum disclosed workshop_class(const struct view *v)
{
    return either(v->records[0].workshop_class != 0);
}
static enum disclosed region(const struct view *v)
{
    const char *shown = v->records[0].region;

    return of_text(shown, shown != NULL && strcmp(shown + 2, "0000") == 0);
}
static enum disclosed codes(const struct view *v)
{
    return either(v->records[0].works_coded != 0 && v->records[0].parts_coded != 0);
}
static enum disclosed workshop_name(const struct view *v)
{
    return either(v->records[0].workshop_name != NULL);
}
static enum disclosed settlement_no(const struct view *v)
{
    return either(v->records[0].settlement_no != NULL);
}
static enum disclosed plate(const struct view *v)
{
    return either(v->records[0].plate != NULL);
}
static enum disclosed fault(const struct view *v)
{
    return either(v->records[0].fault != NULL);
}
static enum disclosed works(const struct view *v)
{
    const struct view_record *r = &v->records[0];

    return r->work_count == 0 ? DISCLOSED_NOT : of_text(r->works[0].name, r->works[0].hours == NULL);
}
static enum disclosed parts(const struct view *v)
{
    const struct view_record *r = &v->records[0];

    return r->part_count == 0 ? DISCLOSED_NOT : of_text(r->parts[0].name, r->parts[0].code == NULL);
}
static enum disclosed not_read(const struct view *v)
{
    return either(v->records[0].unread_count != 0);
}

static enum disclosed upkeep(const struct view *v)
{
    return either(v->upkeep.known);
}
static enum disclosed gaps(const struct view *v)
{
    return either(v->gap_count != 0);
}
static enum disclosed findings(const struct view *v)
{
    return either(v->records[0].findings != 0);
}

static enum disclosed handle(const struct view *v)
{
    return either(v->records[0].handle != NULL);
}

static const struct {
    const char *code;
    enum disclosed (*seen)(const struct view *view);
} fields[] = {
    {"vin",              vin             },
    {"maker",            maker           },
    {"model_year",       model_year      },
    {"first_registered", first_registered},
    {"verdict",          verdict         },
    {"signals",          signals         },
    {"coverage",         coverage        },
    {"disputed",         disputed        },
    {"version",          version         },
    {"evidence",         evidence        },
    {"upkeep",           upkeep          },
    {"gaps",             gaps            },
    {"brought_on",       brought_on      },
    {"settled_on",       settled_on      },
    {"last_settled_on",  last_settled_on },
    {"odometer",         odometer        },
    {"workshop_class",   workshop_class  },
    {"region",           region          },
    {"codes",            codes           },
    {"workshop_name",    workshop_name   },
    {"settlement_no",    settlement_no   },
    {"plate",            plate           },
    {"fault",            fault           },
    {"works",            works           },
    {"parts",            parts           },
    {"unread",           not_read        },
    {"findings",         findings        },
    {"handle",           handle          },
};

/* The most that is seen of a field, whatever the odometer does. */
static enum disclosed seen(h2o_mem_pool_t *pool, size_t field, enum audience audience)
{
    enum disclosed most = DISCLOSED_NOT;

    for (int falls = 0; falls < 2; falls++) {
        struct view view;

        fill(falls == 1);
        disclose(pool, &history, audience, &view);
        if (fields[field].seen(&view) > most)
            most = fields[field].seen(&view);
    }
    return most;
}

static void test_the_page_says_what_is_done(void **state)
{
    h2o_mem_pool_t pool;

    (void)state;
    assert_int_equal(disclosure_fields(), COUNT(fields));
    h2o_mem_init_pool(&pool);
    for (int audience = AUDIENCE_NOBODY; audience < AUDIENCE_COUNT; audience++)
        for (size_t i = 0; i < COUNT(fields); i++) {
            enum disclosed said = disclosure_of(i, (enum audience)audience);
            char code[FIELD_TEXT];

            assert_string_equal(disclosure_field_code(i, code), fields[i].code);
            if (seen(&pool, i, (enum audience)audience) != said)
                fail_msg("%s, audience %d: not as %d, which is said", code, audience, (int)said);
        }
    h2o_mem_clear_pool(&pool);
}

/* A field or an audience that is added to the table has words as well. */
static void test_there_are_words_for_all(void **state)
{
    char complaint[512];
    struct templates *templates = templates_load(getenv("CHEDANG_HOME"), complaint, sizeof(complaint));

    (void)state;
    assert_non_null(templates);
    for (int audience = AUDIENCE_NOBODY + 1; audience < AUDIENCE_COUNT; audience++) {
        assert_non_null(audience_code((enum audience)audience));
        assert_non_null(templates_word(templates, "zh", "audience", audience_code((enum audience)audience)));
    }
    for (size_t i = 0; i < disclosure_fields(); i++) {
        char code[FIELD_TEXT];

        assert_non_null(templates_word(templates, "en", "disclosed_field", disclosure_field_code(i, code)));
        for (int audience = 0; audience < AUDIENCE_COUNT; audience++)
            if (disclosure_of(i, (enum audience)audience) == DISCLOSED_ROUGHLY)
                assert_non_null(templates_word(templates, "en", "roughly", code));
    }
    templates_destroy(templates);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_page_says_what_is_done),
        cmocka_unit_test(test_there_are_words_for_all),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
