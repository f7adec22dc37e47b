#include "disclosure_world.h"

#include <stdio.h>
#include <stdlib.h>

#include <h2o.h>

#include "history/disclosure.h"
#include "history/share.h"
#include "render/summary.h"

enum { DUMP_BYTES = 1 << 18 };

unsigned dice_state;

unsigned dice(unsigned sides)
{
    dice_state = dice_state * 1103515245u + 12345u;
    return (dice_state >> 16) % sides;
}

static void make_record(struct world *w, size_t i, long km)
{
    struct record *r = &w->records[i];

    w->works[i] = (struct work){
        .name = "更换机油", .hours = {true, 150}
    };
    w->parts[i] = (struct part){
        .name = "机油", .code = "SN-5W30", .quantity = {true, 400}
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

void make_world(struct world *w)
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

void day(struct world *w, size_t i)
{
    w->records[i].settled_on.day = 1 + (w->records[i].settled_on.day + 3) % 28;
}
void brought(struct world *w, size_t i)
{
    w->records[i].brought_on = (struct date){2009, 3, 4};
}
void metres(struct world *w, size_t i)
{
    w->records[i].odometer_km += 37;
}
void plate(struct world *w, size_t i)
{
    w->records[i].plate = "粤B99999";
}
void fault(struct world *w, size_t i)
{
    w->records[i].fault = "另一句话";
}
void settlement(struct world *w, size_t i)
{
    w->records[i].settlement_no = "ANOTHER";
}
void company(struct world *w, size_t i)
{
    w->records[i].company_name = "别家";
}
void workshop_name(struct world *w, size_t i)
{
    w->records[i].workshop.name = "别家汽修";
}
void workshop_code(struct world *w, size_t i)
{
    w->records[i].workshop.code = "440300000000009";
}
void county(struct world *w, size_t i)
{
    w->records[i].workshop.region = "310104";
}
void work_name(struct world *w, size_t i)
{
    w->works[i].name = "更换前制动片";
}
void hours(struct world *w, size_t i)
{
    w->works[i].hours.hundredths += 100;
}
void no_works(struct world *w, size_t i)
{
    w->records[i].work_count = 0;
}
void part_name(struct world *w, size_t i)
{
    w->parts[i].name = "火花塞";
}
void part_code(struct world *w, size_t i)
{
    w->parts[i].code = "ZZZ";
}
void quantity(struct world *w, size_t i)
{
    w->parts[i].quantity.hundredths += 50;
}
void unread(struct world *w, size_t i)
{
    w->unread[i].text = "六万";
}
void money(struct world *w, size_t i)
{
    w->works[i].price = w->parts[i].price = w->records[i].total = (struct amount){true, 12345};
}

void kind(struct world *w, size_t i)
{
    w->records[i].fuel = 'C';
    w->records[i].use = USE_COMMERCIAL;
    w->records[i].brought_minute = 570;
    w->records[i].arrived_on = w->records[i].settled_on;
    w->records[i].plate_index.bytes[0] = 7;
    w->records[i].plate_elsewhere = true;
}

void findings(struct world *w, size_t i)
{
    w->records[i].findings ^= FINDING_BIT(FINDING_L1);
}
void revision(struct world *w, size_t i)
{
    w->records[i].revision++;
}
void number(struct world *w, size_t i)
{
    w->records[i].id += 100;
}
void version(struct world *w, size_t i)
{
    w->history.vehicle.version += (int64_t)i + 1;
}
void held(struct world *w, size_t i)
{
    w->history.vehicle.held_since = (struct date){2022, 2, 2 + (int)i};
}
void registered_day(struct world *w, size_t i)
{
    w->history.vehicle.first_registered.day = 1 + (int)i;
}
void collected_day(struct world *w, size_t i)
{
    w->history.coverage.collected_since.day = 2 + (int)i;
}
void vehicle_county(struct world *w, size_t i)
{
    (void)i, w->history.vehicle.region = "310101";
}
void vin_middle(struct world *w, size_t i)
{
    w->history.vehicle.vin.text[11] = "345678"[i % 6];
}

void year(struct world *w, size_t i)
{
    w->records[i].settled_on.month = 1 + w->records[i].settled_on.month % 12;
}
void thousand(struct world *w, size_t i)
{
    w->records[i].odometer_km += 1000;
}
void class(struct world *w, size_t i)
{
    w->records[i].workshop.class = WORKSHOP_CLASS_1 + w->records[i].workshop.class % 3;
}
void province(struct world *w, size_t i)
{
    w->records[i].workshop.region = "440305";
}
void codes(struct world *w, size_t i)
{
    w->records[i].works_coded ^= CODE_BIT(WORK_GLASS);
}
void signal_set(struct world *w, size_t i)
{
    w->records[i].signals ^= CODE_BIT(SIGNAL_FLOOD);
}
void disputed(struct world *w, size_t i)
{
    w->records[i].disputed = !w->records[i].disputed;
}

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

bool changes(struct world *w, enum audience audience, mutation *mutate, size_t i)
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

size_t assert_hidden(enum audience audience, mutation *const *hidden, size_t count, int rounds)
{
    struct world w;
    size_t tried = 0;

    for (int round = 0; round < rounds; round++) {
        make_world(&w);
        for (size_t m = 0; m < count; m++, tried++)
            if (changes(&w, audience, hidden[m], dice((unsigned)w.history.count)))
                fail_msg("audience %d, round %d: hidden mutation %zu shows", (int)audience, round, m);
    }
    return tried;
}

void assert_shown(enum audience audience, mutation *const *shown, size_t count, int rounds)
{
    struct world w;

    for (int round = 0; round < rounds; round++) {
        make_world(&w);
        for (size_t m = 0; m < count; m++)
            if (!changes(&w, audience, shown[m], dice((unsigned)w.history.count)))
                fail_msg("audience %d, round %d: shown mutation %zu does not show", (int)audience, round, m);
    }
}
