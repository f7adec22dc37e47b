#include "testing.h"

#include "history/record.h"
#include "history/upkeep.h"
#include "history/verdict.h"

enum { MOST = 10 };

#define OIL   CODE_BIT(WORK_OIL)
#define PAINT CODE_BIT(WORK_PAINT)

static const struct date today = {2025, 1, 1};

struct sent {
    struct date on;
    long km; /* -1: none */
    work_codes works;
    signal_codes signals;
};

/* Oldest first. */
/* clang-format off */
static const struct {
    const char *name;
    struct sent sent[MOST];
    bool known;
    long interval_km, interval_days, next_km;
    struct date next_on;
    bool past;
} rows[] = {
    {"nothing on file", {{{0}, 0, 0, 0}}, false, 0, 0, 0, {0}, false},
    {"two services say too little", {{{2024, 1, 1}, 10000, OIL, 0}, {{2024, 7, 1}, 20000, OIL, 0}},
     false, 0, 0, 0, {0}, false},
    {"three at even steps",
     {{{2023, 7, 4}, 10000, OIL, 0}, {{2024, 1, 2}, 20000, OIL, 0}, {{2024, 7, 2}, 30000, OIL, 0}},
     true, 10000, 182, 40000, {2024, 12, 31}, true},
    {"the middle one counts, not the mean",
     {{{2021, 1, 1}, 10000, OIL, 0}, {{2022, 1, 1}, 20000, OIL, 0}, {{2023, 1, 1}, 30000, OIL, 0},
      {{2024, 12, 1}, 40000, OIL, 0}},
     true, 10000, 365, 47657, {2025, 12, 1}, false},
    {"paint is no service",
     {{{2023, 7, 4}, 10000, OIL, 0}, {{2024, 1, 2}, 20000, OIL, 0}, {{2024, 7, 2}, 30000, PAINT, 0}},
     false, 0, 0, 0, {0}, false},
    {"two bills of one service are one",
     {{{2023, 7, 4}, 10000, OIL, 0}, {{2024, 1, 2}, 20000, OIL, 0}, {{2024, 1, 20}, 20100, OIL, 0}},
     false, 0, 0, 0, {0}, false},
    {"without an odometer there is no distance",
     {{{2023, 7, 4}, -1, OIL, 0}, {{2024, 1, 2}, -1, OIL, 0}, {{2024, 7, 2}, -1, OIL, 0}},
     false, 0, 0, 0, {0}, false},
    {"nor where it was turned back",
     {{{2022, 1, 4}, 90000, OIL, 0}, {{2022, 7, 4}, 99000, OIL, 0}, {{2023, 1, 4}, 30000, OIL, 0},
      {{2023, 7, 2}, 40000, OIL, 0}, {{2024, 1, 2}, 50000, OIL, 0}},
     false, 0, 0, 0, {0}, false},
    {"nor where it was replaced",
     {{{2023, 7, 4}, 10000, OIL, 0}, {{2024, 1, 2}, 20000, OIL, CODE_BIT(SIGNAL_ODOMETER)}, {{2024, 7, 2}, 30000, OIL, 0}},
     false, 0, 0, 0, {0}, false},
    {"a mistyped reading is left out",
     {{{2023, 1, 3}, 10000, OIL, 0}, {{2023, 7, 4}, 20000, OIL, 0}, {{2024, 1, 2}, 3000, OIL, 0}, {{2024, 7, 2}, 40000, OIL, 0},
      {{2024, 12, 31}, 50000, OIL, 0}},
     true, 10000, 182, 60000, {2025, 7, 1}, false},
};
/* clang-format on */

static size_t write_down(const struct sent sent[MOST], struct record records[MOST])
{
    size_t count = 0;

    while (count < MOST && date_known(sent[count].on))
        count++;
    for (size_t i = 0; i < count; i++)
        records[count - 1 - i] = (struct record){.brought_on = sent[i].on,
                                                 .settled_on = sent[i].on,
                                                 .odometer_km = sent[i].km,
                                                 .workshop.id = (int64_t)i,
                                                 .works_coded = sent[i].works,
                                                 .signals = sent[i].signals};
    return count;
}

static void the_next_service_is_told_where_it_can_be(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct record records[MOST];
        struct history history = {.records = records, .count = write_down(rows[i].sent, records)};
        struct verdict verdict = odometer_verdict(&history);
        struct upkeep u = upkeep_estimate(&history, &verdict, today);
        char text[DATE_TEXT];

        if (u.known != rows[i].known ||
            (u.known && (u.interval_km != rows[i].interval_km || u.interval_days != rows[i].interval_days ||
                         u.next_km != rows[i].next_km || date_compare(u.next_on, rows[i].next_on) != 0 ||
                         u.past != rows[i].past)))
            fail_msg("%s: known %d, every %ld km or %ld days, next at %ld km on %s, past %d", rows[i].name,
                     u.known, u.interval_km, u.interval_days, u.next_km, date_text(u.next_on, text), u.past);
    }
}

/* clang-format off */
static const struct {
    const char *name;
    struct sent sent[MOST];
    struct date registered, collected;
    size_t total; /* 0: all are here */
    size_t count;
    struct date from, to; /* of the earliest gap */
} gap_rows[] = {
    {"without a record", {{{0}, 0, 0, 0}}, {2015, 1, 1}, {2015, 1, 1}, 0, 0, {0}, {0}},
    {"a year and a half is no gap", {{{2022, 7, 3}, 1, 0, 0}, {{2024, 1, 1}, 2, 0, 0}}, {0}, {0}, 0, 0, {0}, {0}},
    {"a day more is one", {{{2022, 7, 1}, 1, 0, 0}, {{2024, 1, 1}, 2, 0, 0}}, {0}, {0}, 0, 1, {2022, 7, 1}, {2024, 1, 1}},
    {"until today", {{{2021, 5, 5}, 1, 0, 0}}, {0}, {0}, 0, 1, {2021, 5, 5}, {2025, 1, 1}},
    {"since it was registered", {{{2024, 5, 5}, 1, 0, 0}}, {2020, 2, 2}, {2018, 1, 1}, 0, 1, {2020, 2, 2}, {2024, 5, 5}},
    {"since repairs are collected", {{{2024, 5, 5}, 1, 0, 0}}, {2010, 2, 2}, {2018, 1, 1}, 0, 1, {2018, 1, 1}, {2024, 5, 5}},
    {"not before, when nobody knows since when", {{{2024, 5, 5}, 1, 0, 0}}, {2010, 2, 2}, {0}, 0, 0, {0}, {0}},
    {"not before the first that is shown", {{{2024, 5, 5}, 1, 0, 0}}, {2010, 2, 2}, {2018, 1, 1}, 1001, 0, {0}, {0}},
    {"no more than there is room for",
     {{{2005, 1, 1}, 1, 0, 0}, {{2007, 1, 1}, 1, 0, 0}, {{2009, 1, 1}, 1, 0, 0}, {{2011, 1, 1}, 1, 0, 0}, {{2013, 1, 1}, 1, 0, 0},
      {{2015, 1, 1}, 1, 0, 0}, {{2017, 1, 1}, 1, 0, 0}},
     {0}, {0}, 0, GAPS_MOST, {2009, 1, 1}, {2011, 1, 1}},
};
/* clang-format on */

static void long_silence_is_told(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < COUNT(gap_rows); i++) {
        struct record records[MOST];
        struct gap gaps[GAPS_MOST];
        size_t records_count = write_down(gap_rows[i].sent, records);
        struct history history = {.records = records, .count = records_count, .total = records_count};

        history.vehicle.first_registered = gap_rows[i].registered;
        history.coverage.collected_since = gap_rows[i].collected;
        if (gap_rows[i].total != 0)
            history.total = gap_rows[i].total;
        size_t count = gaps_find(&history, today, gaps);
        if (count != gap_rows[i].count ||
            (count > 0 && (date_compare(gaps[count - 1].from, gap_rows[i].from) != 0 ||
                           date_compare(gaps[count - 1].to, gap_rows[i].to) != 0)))
            fail_msg("%s: %zu gaps, the earliest from %d", gap_rows[i].name, count,
                     count == 0 ? 0 : gaps[count - 1].from.year);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_next_service_is_told_where_it_can_be),
        cmocka_unit_test(long_silence_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
