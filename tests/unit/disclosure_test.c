#include "testing.h"

#include <stdio.h>
#include <stdlib.h>

#include <h2o.h>

#include "history/disclosure.h"
#include "history/record.h"
#include "history/share.h"
#include "render/summary.h"

enum { MOST_RECORDS = 12, DUMP_BYTES = 1 << 18, ROUNDS = 700, BUYER_ROUNDS = 300 };

/* A history that may be changed field by field. */
struct world {
    struct history history;
    struct record records[MOST_RECORDS];
    struct work works[MOST_RECORDS];
    struct part parts[MOST_RECORDS];
    struct as_sent unread[MOST_RECORDS];
};

static unsigned dice_state;

static unsigned dice(unsigned sides)
{
    dice_state = dice_state * 1103515245u + 12345u;
    return (dice_state >> 16) % sides;
}

static void make_record(struct world *w, size_t i, long km)
{
    struct record *r = &w->records[i];

    w->works[i] = (struct work){
        "更换机油", {true, 150}
    };
    w->parts[i] = (struct part){
        "机油", "SN-5W30", {true, 400}
    };
    w->unread[i] = (struct as_sent){"repairmileage", "大约五万"};
    *r = (struct record){
        .id = (int64_t)i + 1, .revision = 1, .odometer_km = km, .settlement_no = "WX-1", .plate = "沪A12345"};
    r->settled_on = (struct date){2024 - (int)i, 1 + (int)dice(12), 10 + (int)dice(10)};
    r->brought_on = (struct date){r->settled_on.year, r->settled_on.month, r->settled_on.day - 2};
    r->workshop =
        (struct workshop){7, "310115000000001", "某汽修", 1 + (enum workshop_class)dice(3), "310115"};
    r->company_name = "某汽修";
    r->fault = "制动异响";
    r->works_coded = CODE_BIT(dice(WORK_CODE_COUNT));
    r->parts_coded = CODE_BIT(dice(PART_CODE_COUNT));
    r->signals = dice(8) == 0 ? CODE_BIT(dice(SIGNAL_CODE_COUNT)) : 0;
    r->works = &w->works[i];
    r->parts = &w->parts[i];
    r->unread = &w->unread[i];
    r->work_count = r->part_count = r->unread_count = 1;
}

static void make_world(struct world *w)
{
    size_t count = 1 + dice(MOST_RECORDS);

    memset(w, 0, sizeof(*w));
    w->history.records = w->records;
    w->history.count = w->history.total = count;
    assert_int_equal(vin_parse(&w->history.vehicle.vin, "LSVAA4182E2123456", 17), VIN_OK);
    w->history.vehicle.first_registered = (struct date){2012, 5, 14};
    w->history.vehicle.held_since = (struct date){2019, 6, 1};
    w->history.vehicle.region = "310115";
    w->history.vehicle.version = 9;
    w->history.coverage = (struct coverage){
        true, {2016, 4, 1}
    };
    for (size_t i = 0; i < count;
         i++) /* newest first: kilometres fall, far enough apart to stay in their buckets */
        make_record(w, i, 100400 + (long)(count - i) * 7000);
}

/* Everything that a view says, so that two views can be compared. */
static void dump(const struct view *v, char *text)
{
    char *end = text;

#define SAY(...) end += snprintf(end, (size_t)(text + DUMP_BYTES - end), __VA_ARGS__)
#define DATE(d)  (d).year, (d).month, (d).day
#define TEXT(t)  ((t) == NULL ? "-" : (t))
    SAY("%s %s %s %d %d %d-%d-%d %d %d %d %u %zu %zu %llx %u %d %d-%d-%d %lld %zu %zu\n", TEXT(v->vin),
        TEXT(v->maker_zh), TEXT(v->maker_en), v->model_year, v->check_digit_warning,
        DATE(v->first_registered), (int)v->dates, (int)v->registration_precision, (int)v->verdict.class,
        v->verdict.readings, v->verdict.reason_count, v->verdict.evidence_count,
        (unsigned long long)v->signals, v->disputes, (int)v->coverage, DATE(v->collected_since),
        (long long)v->version, v->count, v->total);
    for (size_t i = 0; i < v->verdict.reason_count; i++)
        SAY("%d ", (int)v->verdict.reasons[i]);
    SAY("%d %ld %ld %ld %d-%d-%d", v->upkeep.known, v->upkeep.interval_km, v->upkeep.interval_days,
        v->upkeep.next_km, DATE(v->upkeep.next_on));
    for (size_t i = 0; i < v->gap_count; i++)
        SAY(" %d-%d-%d/%d-%d-%d", DATE(v->gaps[i].from), DATE(v->gaps[i].to));
    for (size_t i = 0; i < v->count; i++) {
        const struct view_record *r = &v->records[i];
        SAY("\n%d-%d-%d %d-%d-%d %ld %d %d %s %llx %llx %llx %d %s %s %s %s", DATE(r->brought_on),
            DATE(r->settled_on), r->odometer_km, (int)r->doubt, r->workshop_class, TEXT(r->region),
            (unsigned long long)r->works_coded, (unsigned long long)r->parts_coded,
            (unsigned long long)r->signals, r->disputed, TEXT(r->workshop_name), TEXT(r->settlement_no),
            TEXT(r->plate), TEXT(r->fault));
        for (size_t j = 0; j < r->work_count; j++)
            SAY(" w:%s/%s", TEXT(r->works[j].name), TEXT(r->works[j].hours));
        for (size_t j = 0; j < r->part_count; j++)
            SAY(" p:%s/%s/%s", TEXT(r->parts[j].name), TEXT(r->parts[j].code), TEXT(r->parts[j].quantity));
        for (size_t j = 0; j < r->unread_count; j++)
            SAY(" u:%s/%s", TEXT(r->unread[j].field), TEXT(r->unread[j].text));
        SAY(" %x", r->findings);
    }
#undef SAY
}

typedef void mutation(struct world *w, size_t i);

static void day(struct world *w, size_t i)
{
    w->records[i].settled_on.day = 1 + (w->records[i].settled_on.day + 3) % 28;
}
static void brought(struct world *w, size_t i)
{
    w->records[i].brought_on = (struct date){2009, 3, 4};
}
static void metres(struct world *w, size_t i)
{
    w->records[i].odometer_km += 37;
}
static void plate(struct world *w, size_t i)
{
    w->records[i].plate = "粤B99999";
}
static void fault(struct world *w, size_t i)
{
    w->records[i].fault = "另一句话";
}
static void settlement(struct world *w, size_t i)
{
    w->records[i].settlement_no = "ANOTHER";
}
static void company(struct world *w, size_t i)
{
    w->records[i].company_name = "别家";
}
static void workshop_name(struct world *w, size_t i)
{
    w->records[i].workshop.name = "别家汽修";
}
static void workshop_code(struct world *w, size_t i)
{
    w->records[i].workshop.code = "440300000000009";
}
static void county(struct world *w, size_t i)
{
    w->records[i].workshop.region = "310104";
}
static void work_name(struct world *w, size_t i)
{
    w->works[i].name = "更换前制动片";
}
static void hours(struct world *w, size_t i)
{
    w->works[i].hours.hundredths += 100;
}
static void no_works(struct world *w, size_t i)
{
    w->records[i].work_count = 0;
}
static void part_name(struct world *w, size_t i)
{
    w->parts[i].name = "火花塞";
}
static void part_code(struct world *w, size_t i)
{
    w->parts[i].code = "ZZZ";
}
static void quantity(struct world *w, size_t i)
{
    w->parts[i].quantity.hundredths += 50;
}
static void unread(struct world *w, size_t i)
{
    w->unread[i].text = "六万";
}
static void findings(struct world *w, size_t i)
{
    w->records[i].findings ^= FINDING_BIT(FINDING_L1);
}
static void revision(struct world *w, size_t i)
{
    w->records[i].revision++;
}
static void number(struct world *w, size_t i)
{
    w->records[i].id += 100;
}
static void version(struct world *w, size_t i)
{
    w->history.vehicle.version += (int64_t)i + 1;
}
static void held(struct world *w, size_t i)
{
    w->history.vehicle.held_since = (struct date){2022, 2, 2 + (int)i};
}
static void registered_day(struct world *w, size_t i)
{
    w->history.vehicle.first_registered.day = 1 + (int)i;
}
static void collected_day(struct world *w, size_t i)
{
    w->history.coverage.collected_since.day = 2 + (int)i;
}
static void vehicle_county(struct world *w, size_t i)
{
    (void)i, w->history.vehicle.region = "310101";
}
static void vin_middle(struct world *w, size_t i)
{
    w->history.vehicle.vin.text[11] = "345678"[i % 6];
}

static mutation *const hidden_from_platform[] = {
    day,           brought,        metres,        plate,          fault,    settlement, company,
    workshop_name, workshop_code,  county,        work_name,      hours,    no_works,   part_name,
    part_code,     quantity,       unread,        findings,       revision, number,     version,
    held,          registered_day, collected_day, vehicle_county,
};

static void year(struct world *w, size_t i)
{
    w->records[i].settled_on.month = 1 + w->records[i].settled_on.month % 12;
}
static void thousand(struct world *w, size_t i)
{
    w->records[i].odometer_km += 1000;
}
static void class(struct world *w, size_t i)
{
    w->records[i].workshop.class = WORKSHOP_CLASS_1 + w->records[i].workshop.class % 3;
}
static void province(struct world *w, size_t i)
{
    w->records[i].workshop.region = "440305";
}
static void codes(struct world *w, size_t i)
{
    w->records[i].works_coded ^= CODE_BIT(WORK_GLASS);
}
static void signal_set(struct world *w, size_t i)
{
    w->records[i].signals ^= CODE_BIT(SIGNAL_FLOOD);
}
static void disputed(struct world *w, size_t i)
{
    w->records[i].disputed = !w->records[i].disputed;
}

static mutation *const shown_to_platform[] = {year, thousand, class, province, codes, signal_set, disputed};

/* Both as the structure and as the bytes that leave. */
static void look(h2o_mem_pool_t *pool, struct world *w, enum audience audience, char *text,
                 h2o_iovec_t *bytes)
{
    static const int64_t chosen[] = {1, 101};
    struct history history = w->history;
    struct view view;

    if (audience == AUDIENCE_BUYER_OF_PART) /* the newest record, whatever happens to its number */
        share_choose(pool, &w->history, chosen, COUNT(chosen), &history);
    disclose(pool, &history, audience, &view);
    dump(&view, text);
    *bytes = render_summary(pool, &view);
}

static bool changes(struct world *w, enum audience audience, mutation *mutate, size_t i)
{
    static char before[DUMP_BYTES], after[DUMP_BYTES];
    h2o_iovec_t bytes_before, bytes_after;
    h2o_mem_pool_t pool;
    struct world copy = *w;
    bool differ;

    copy.history.records = copy.records;
    for (size_t r = 0; r < MOST_RECORDS; r++) {
        copy.records[r].works = &copy.works[r];
        copy.records[r].parts = &copy.parts[r];
        copy.records[r].unread = &copy.unread[r];
    }
    h2o_mem_init_pool(&pool);
    look(&pool, &copy, audience, before, &bytes_before);
    mutate(&copy, i);
    look(&pool, &copy, audience, after, &bytes_after);
    differ = strcmp(before, after) != 0;
    if (audience == AUDIENCE_PLATFORM) /* what leaves is the bytes */
        differ = differ || bytes_before.len != bytes_after.len ||
                 memcmp(bytes_before.base, bytes_after.base, bytes_after.len) != 0;
    h2o_mem_clear_pool(&pool);
    return differ;
}

static void what_is_hidden_from_a_platform_changes_nothing_it_sees(void **unused)
{
    struct world w;
    size_t tried = 0;

    (void)unused;
    dice_state = 7;
    for (int round = 0; round < ROUNDS; round++) {
        make_world(&w);
        for (size_t m = 0; m < COUNT(hidden_from_platform); m++, tried++)
            if (changes(&w, AUDIENCE_PLATFORM, hidden_from_platform[m], dice((unsigned)w.history.count)))
                fail_msg("round %d: hidden mutation %zu shows", round, m);
    }
    assert_true(tried >= 10000);
}

/* Where no day of settlement is known, no month is told. */
static void the_day_a_vehicle_was_brought_in_stands_in_for_no_other(void **unused)
{
    struct world w;

    (void)unused;
    dice_state = 12;
    for (int round = 0; round < 100; round++) {
        make_world(&w);
        size_t i = dice((unsigned)w.history.count);
        w.records[i].settled_on = (struct date){0};
        w.records[i].odometer_km = ODOMETER_UNKNOWN;
        if (changes(&w, AUDIENCE_PLATFORM, brought, i))
            fail_msg("round %d: the day shows", round);
        assert_true(changes(&w, AUDIENCE_OWNER, brought, i));
    }
}

static void what_is_shown_to_a_platform_changes_what_it_sees(void **unused)
{
    struct world w;

    (void)unused;
    dice_state = 8;
    for (int round = 0; round < 100; round++) {
        make_world(&w);
        for (size_t m = 0; m < COUNT(shown_to_platform); m++)
            if (!changes(&w, AUDIENCE_PLATFORM, shown_to_platform[m], dice((unsigned)w.history.count)))
                fail_msg("round %d: shown mutation %zu does not show", round, m);
    }
}

static void identical_name(struct world *w, size_t i)
{
    w->works[i].name = "更换机油 13912345678";
}
static void another_number_in_the_name(struct world *w, size_t i)
{
    w->works[i].name = "更换机油 13787654321";
}

static mutation *const hidden_from_buyers[] = {
    day,           brought, plate,          fault,         settlement,     company,  workshop_name,
    workshop_code, county,  hours,          part_code,     unread,         revision, number,
    version,       held,    registered_day, collected_day, vehicle_county,
};
static mutation *const shown_to_buyers[] = {year,     metres,    class,    province,  codes,   signal_set,
                                            disputed, work_name, no_works, part_name, quantity};

/* The fault, the plate and the day are nobody's to hand on, whoever holds the vehicle. */
static void what_is_hidden_from_a_buyer_changes_nothing_they_see(void **unused)
{
    static const enum audience buyers[] = {AUDIENCE_BUYER, AUDIENCE_BUYER_OF_PART};
    struct world w;
    size_t tried = 0;

    (void)unused;
    dice_state = 21;
    for (int round = 0; round < BUYER_ROUNDS; round++) {
        enum audience buyer = buyers[round % 2];

        make_world(&w);
        for (size_t m = 0; m < COUNT(hidden_from_buyers); m++, tried++)
            if (changes(&w, buyer, hidden_from_buyers[m], dice((unsigned)w.history.count)))
                fail_msg("round %d: hidden mutation %zu shows", round, m);
        identical_name(&w, 0);
        assert_false(changes(&w, buyer, another_number_in_the_name, 0));
    }
    assert_true(tried >= 5000);
}

static void what_is_shown_to_a_buyer_changes_what_they_see(void **unused)
{
    struct world w;

    (void)unused;
    dice_state = 22;
    for (int round = 0; round < 50; round++) {
        make_world(&w);
        for (size_t m = 0; m < COUNT(shown_to_buyers); m++) {
            if (!changes(&w, AUDIENCE_BUYER, shown_to_buyers[m], dice((unsigned)w.history.count)))
                fail_msg("round %d: shown mutation %zu does not show", round, m);
            if (!changes(&w, AUDIENCE_BUYER_OF_PART, shown_to_buyers[m], 0))
                fail_msg("round %d: shown mutation %zu of the part does not show", round, m);
        }
    }
}

/* An odometer that falls would show in the verdict, a flood in the signals: neither is the chosen record's.
 */
static void falling_odometer(struct world *w, size_t i)
{
    w->records[i].odometer_km = 400000;
}

static void a_record_that_was_not_chosen_changes_nothing_of_the_part(void **unused)
{
    static mutation *const others[] = {year,     metres,     thousand,        class,     province,
                                       codes,    signal_set, disputed,        work_name, hours,
                                       no_works, part_name,  falling_odometer};
    struct world w;
    size_t tried = 0;

    (void)unused;
    dice_state = 23;
    for (int round = 0; round < 150; round++) {
        make_world(&w);
        for (size_t m = 0; m < COUNT(others) && w.history.count > 1; m++, tried++)
            if (changes(&w, AUDIENCE_BUYER_OF_PART, others[m], 1 + dice((unsigned)w.history.count - 1)))
                fail_msg("round %d: mutation %zu of another record shows", round, m);
    }
    assert_true(tried >= 1000);
}

/* The former holder's plate and personal words are not the present one's to see; everything else is. */
static void personal(struct world *w, size_t i)
{
    w->records[i].fault = "车主：张三 13912345678";
}
static void personal_other(struct world *w, size_t i)
{
    w->records[i].fault = "车主：李四 13787654321";
}

static void a_former_holders_data_changes_nothing_the_owner_sees(void **unused)
{
    static mutation *const hidden[] = {plate, revision, number};
    struct world w;
    size_t tried = 0;

    (void)unused;
    dice_state = 9;
    for (int round = 0; round < 4000; round++) {
        make_world(&w);
        size_t oldest = w.history.count - 1;
        if (date_compare(w.records[oldest].settled_on, w.history.vehicle.held_since) >= 0)
            continue;
        for (size_t m = 0; m < COUNT(hidden); m++, tried++)
            if (changes(&w, AUDIENCE_OWNER, hidden[m], oldest))
                fail_msg("round %d: mutation %zu shows", round, m);
        personal(&w, oldest);
        if (changes(&w, AUDIENCE_OWNER, personal_other, oldest))
            fail_msg("round %d: personal words show", round);
        tried++;
    }
    assert_true(tried >= 5000);
}

/* Nor is what is said of those who bring the vehicle, whoever holds it. */
static void third_persons_change_nothing_the_owner_sees(void **unused)
{
    struct world w;

    (void)unused;
    dice_state = 13;
    for (int round = 0; round < 50; round++) {
        make_world(&w);
        personal(&w, 0);
        if (changes(&w, AUDIENCE_OWNER, personal_other, 0))
            fail_msg("round %d: personal words show", round);
    }
}

/* Brought in by the former holder, settled in the present one's time; or it is not known since when that is.
 */
static void sold_while_at_the_workshop(struct world *w)
{
    w->records[0].brought_on = (struct date){2023, 4, 28};
    w->records[0].settled_on = (struct date){2023, 5, 3};
    w->history.vehicle.held_since = (struct date){2023, 5, 1};
}
static void held_for_an_unknown_time(struct world *w)
{
    w->history.vehicle.held_since = (struct date){0};
}

static void what_may_be_a_former_holders_is_hidden(void **unused)
{
    static void (*const doubts[])(struct world * w) = {sold_while_at_the_workshop, held_for_an_unknown_time};
    struct world w;

    (void)unused;
    dice_state = 14;
    for (size_t d = 0; d < COUNT(doubts); d++) {
        make_world(&w);
        doubts[d](&w);
        assert_false(changes(&w, AUDIENCE_OWNER, plate, 0));
        assert_true(changes(&w, AUDIENCE_OWNER, fault, 0));
    }
}

static void the_owner_sees_all_of_their_own_time(void **unused)
{
    static mutation *const shown[] = {day,    metres,    plate,   fault,     settlement,     workshop_name,
                                      county, work_name, hours,   part_name, part_code,      quantity,
                                      unread, findings,  brought, version,   registered_day, vin_middle};
    struct world w;

    (void)unused;
    dice_state = 10;
    for (int round = 0; round < 50; round++) {
        make_world(&w);
        for (size_t m = 0; m < COUNT(shown); m++)
            if (!changes(&w, AUDIENCE_OWNER, shown[m], 0))
                fail_msg("round %d: mutation %zu does not show", round, m);
    }
}

static void nobody_sees_nothing(void **unused)
{
    static char text[DUMP_BYTES], other[DUMP_BYTES];
    h2o_mem_pool_t pool;
    struct world w, v;
    struct view view;

    (void)unused;
    h2o_mem_init_pool(&pool);
    dice_state = 11;
    make_world(&w);
    v = w;
    v.history.records = v.records;
    for (size_t m = 0; m < COUNT(shown_to_platform); m++)
        shown_to_platform[m](&v, 0);
    disclose(&pool, &w.history, AUDIENCE_NOBODY, &view);
    dump(&view, text);
    disclose(&pool, &v.history, AUDIENCE_NOBODY, &view);
    dump(&view, other);
    assert_string_equal(text, other);
    assert_null(view.vin);
    h2o_mem_clear_pool(&pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_hidden_from_a_platform_changes_nothing_it_sees),
        cmocka_unit_test(the_day_a_vehicle_was_brought_in_stands_in_for_no_other),
        cmocka_unit_test(what_is_shown_to_a_platform_changes_what_it_sees),
        cmocka_unit_test(a_former_holders_data_changes_nothing_the_owner_sees),
        cmocka_unit_test(third_persons_change_nothing_the_owner_sees),
        cmocka_unit_test(what_may_be_a_former_holders_is_hidden),
        cmocka_unit_test(the_owner_sees_all_of_their_own_time),
        cmocka_unit_test(what_is_hidden_from_a_buyer_changes_nothing_they_see),
        cmocka_unit_test(what_is_shown_to_a_buyer_changes_what_they_see),
        cmocka_unit_test(a_record_that_was_not_chosen_changes_nothing_of_the_part),
        cmocka_unit_test(nobody_sees_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
