/*
 * Who goes through numbers is noticed, and nobody else: models of both. With CHEDANG_FIGURES=full as many
 * days of honest clients as a rate of one in a thousand needs.
 */
#include "testing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "history/enumeration.h"

enum { WITHIN = 200, SERIALS = 300000, TRIALS = 300 };

static uint64_t dice;

static uint32_t roll(uint32_t sides)
{
    uint64_t z = dice += 0x9e3779b97f4a7c15U; /* splitmix64 */

    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9U;
    z = (z ^ z >> 27) * 0x94d049bb133111ebU;
    return (uint32_t)((z ^ z >> 31) >> 32) % sides;
}

static bool chance(unsigned percent)
{
    return roll(100) < percent;
}

/* The first of `octaves` doubling groups is as frequent as the last: after Zipf. */
static uint32_t popular(unsigned octaves)
{
    uint32_t group = 1U << roll(octaves);

    return group + roll(group);
}

static struct vin vin_of(uint32_t model, unsigned year, unsigned plant, uint32_t serial)
{
    static const char alphabet[] = "0123456789ABCDEFGHJKLMNPRSTUVWXYZ";
    struct vin vin;

    snprintf(vin.text, sizeof(vin.text), "LSV%05u0%c%c%06u", model % 100000, alphabet[year % 33],
             alphabet[plant % 33], serial % 1000000);
    return vin;
}

static bool shows(struct enumeration *e, struct vin vin, bool recorded)
{
    return enumeration_note(e, &vin, recorded) != ENUMERATION_NONE;
}

/* With one sign a client is slowed and its counts begin anew, as in store/suspects.c. */
static bool noticed(struct enumeration *e, struct vin vin, bool recorded)
{
    if (!shows(e, vin, recorded))
        return false;
    *e = (struct enumeration){0};
    return true;
}

static void tell_figure(const char *counted, const char *asked, const char *seen)
{
    const char *path = getenv("CHEDANG_FIGURES_SEEN");
    FILE *file = path == NULL ? NULL : fopen(path, "a");

    printf("%s; asked: %s; seen: %s\n", counted, asked, seen);
    if (file == NULL)
        return;
    fprintf(file, "A6\t%s\t%s\t%s\n", counted, asked, seen);
    fclose(file);
}

/* Scrapers: what the next number is, and whether a car of it is known. */

struct scraper {
    uint32_t begin, step;
    unsigned hits; /* percent */
};

static struct vin one_after_the_other(const struct scraper *s, unsigned i)
{
    return vin_of(7, 3, 1, s->begin + i);
}

static struct vin every_fiftieth(const struct scraper *s, unsigned i)
{
    return vin_of(7, 3, 1, s->begin + i * 50);
}

static struct vin downwards(const struct scraper *s, unsigned i)
{
    return vin_of(7, 3, 1, 999999 - s->begin - i * s->step);
}

static struct vin each_twice(const struct scraper *s, unsigned i)
{
    return vin_of(7, 3, 1, s->begin + i / 2);
}

static struct vin five_rows_in_turn(const struct scraper *s, unsigned i)
{
    return vin_of(7 + i % 5, 3, 1, s->begin + i / 5);
}

static struct vin nine_rows_in_turn(const struct scraper *s, unsigned i)
{
    return vin_of(7 + i % 9, 3, 1, s->begin + i / 9);
}

static struct vin fifty_rows_in_turn(const struct scraper *s, unsigned i)
{
    return vin_of(7 + i % 50, 3, 1, s->begin + i / 50);
}

/* A step, then two cars of its own stock of forty, and so on. */
static struct vin diluted_by_repeats_of_own_cars(const struct scraper *s, unsigned i)
{
    return i % 3 == 0 ? vin_of(7, 3, 1, s->begin + i / 3)
                      : vin_of(100 + i * 2 / 3 % 40, 4, 2, 1000 + i * 2 / 3 % 40 * 777);
}

static struct vin a_row_without_order(const struct scraper *s, unsigned i)
{
    (void)s, (void)i;
    return vin_of(7, 3, 1, roll(100000));
}

static struct vin beside_cars_that_are_known(const struct scraper *s, unsigned i)
{
    return i % 3 == 2 ? vin_of(100 + roll(5000), roll(12), roll(3), roll(SERIALS))
                      : vin_of(7, 3, 1, s->begin + i);
}

static struct vin anything(const struct scraper *s, unsigned i)
{
    (void)s, (void)i;
    return vin_of(roll(5000), roll(12), roll(3), roll(SERIALS));
}

static const struct {
    const char *name;
    struct vin (*next)(const struct scraper *scraper, unsigned i);
    unsigned least_hits, most_hits;
    unsigned within; /* look-ups; those that were asked for before do not count */
} scrapers[] = {
    {"one number after the other",     one_after_the_other,            0, 100, WITHIN    },
    {"every fiftieth",                 every_fiftieth,                 0, 100, WITHIN    },
    {"downwards in small steps",       downwards,                      0, 100, WITHIN    },
    {"each twice",                     each_twice,                     0, 100, WITHIN    },
    {"five rows in turn",              five_rows_in_turn,              0, 100, WITHIN    },
    {"nine rows in turn",              nine_rows_in_turn,              0, 100, WITHIN    },
    {"fifty rows in turn",             fifty_rows_in_turn,             0, 100, WITHIN    },
    {"diluted by repeats of own cars", diluted_by_repeats_of_own_cars, 0, 100, 3 * WITHIN},
    {"a row without order",            a_row_without_order,            0, 100, WITHIN    },
    {"beside known cars",              beside_cars_that_are_known,     0, 100, WITHIN    },
    {"anything that looks like it",    anything,                       0, 15,  WITHIN    },
};

static void every_scraper_is_noticed_within_two_hundred_look_ups(void **unused)
{
    char seen[64];

    (void)unused;
    for (size_t k = 0; k < COUNT(scrapers); k++) {
        unsigned worst = 0;

        for (unsigned trial = 0; trial < TRIALS; trial++) {
            struct scraper s = {roll(500000), 1 + roll(20), 0};
            struct enumeration e = {0};
            unsigned i = 0;

            s.hits = scrapers[k].least_hits + roll(scrapers[k].most_hits - scrapers[k].least_hits + 1);
            while (i < 2 * scrapers[k].within && !shows(&e, scrapers[k].next(&s, i), chance(s.hits)))
                i++;
            worst = i + 1 > worst ? i + 1 : worst;
        }
        snprintf(seen, sizeof(seen), "%u at the latest", worst);
        tell_figure(
            scrapers[k].name,
            scrapers[k].within == WITHIN ? "slowed within 200 look-ups" : "slowed within 200 new ones", seen);
        assert_in_range(worst, 1, scrapers[k].within);
    }
}

/* Honest clients: a day of each; true when they were noticed. */

static struct vin any_car(void)
{
    return vin_of(100 + popular(12), roll(12), roll(3), roll(SERIALS));
}

/* One brand: thirty models; now and then some dozens from one fleet; the same car again and again. */
static bool day_of_a_dealer(struct enumeration *e)
{
    unsigned lot = chance(2) ? 10 + roll(41) : 0, cars = 5 + roll(56);
    uint32_t delivered = roll(SERIALS);
    bool found = false;

    for (unsigned i = 0; i < lot; i++)
        found |= noticed(e, vin_of(3, 5, 1, delivered + roll(300)), !chance(10));
    for (unsigned i = 0; i < cars; i++) {
        struct vin car = vin_of(popular(5), roll(8), roll(2), roll(SERIALS));
        bool recorded = !chance(20);

        for (unsigned again = 1 + roll(3); again > 0; again--)
            found |= noticed(e, car, recorded);
    }
    return found;
}

static bool day_of_a_platform(struct enumeration *e)
{
    bool found = false;

    for (unsigned i = 500 + roll(2500); i > 0; i--)
        found |= noticed(e, any_car(), roll(3) != 0);
    return found;
}

/* All that it has, of which a third is unknown, in the order in which it came in: now and then a fleet. */
static bool day_of_a_backfill(struct enumeration *e)
{
    bool found = false;

    for (unsigned i = 1000 + roll(4000); i > 0; i--) {
        found |= noticed(e, any_car(), roll(3) != 0);
        if (roll(500) != 0)
            continue;
        uint32_t delivered = roll(SERIALS), model = 100 + popular(12);
        for (unsigned lot = 10 + roll(41); lot > 0; lot--)
            found |= noticed(e, vin_of(model, 5, 1, delivered + roll(300)), roll(3) != 0);
    }
    return found;
}

static const struct {
    const char *name;
    bool (*day)(struct enumeration *enumeration);
    unsigned days, full;
} honest[] = {
    {"dealers of one brand", day_of_a_dealer,   4000, 300000},
    {"platforms",            day_of_a_platform, 200,  30000 },
    {"backfills of a stock", day_of_a_backfill, 100,  20000 },
};

static void honest_clients_are_noticed_on_one_day_of_a_thousand_at_most(void **unused)
{
    enum { DAYS_OF_ONE = 50 };
    const char *figures = getenv("CHEDANG_FIGURES");
    bool full = figures != NULL && strcmp(figures, "full") == 0;
    char counted[64], seen[64];

    (void)unused;
    for (size_t k = 0; k < COUNT(honest); k++) {
        unsigned days = full ? honest[k].full : honest[k].days, alarms = 0;
        struct enumeration e = {0};

        for (unsigned day = 0; day < days; day++) {
            if (day % DAYS_OF_ONE == 0)
                e = (struct enumeration){0};
            alarms += honest[k].day(&e);
        }
        snprintf(counted, sizeof(counted), "%u days of %s", days, honest[k].name);
        snprintf(seen, sizeof(seen), "%u", alarms);
        tell_figure(counted, "0.1 % noticed at most", seen);
        assert_in_range(alarms, 0, days / 1000);
    }
}

/* Small things */

static void the_same_again_says_nothing(void **unused)
{
    struct enumeration e = {0};

    (void)unused;
    for (unsigned i = 0; i < 5000; i++)
        assert_false(shows(&e, vin_of(7, 3, 1, 4711), false));
    assert_int_equal(e.seen, 1);
}

static void a_car_counts_once_until_it_lies_back(void **unused)
{
    struct enumeration e = {0};

    (void)unused;
    for (unsigned i = 0; i < 3000; i++)
        assert_false(shows(&e, vin_of(100 + i % 20, 4, 2, 1000 + i % 20 * 777), false));
    assert_in_range(e.seen, 20, 22); /* two may share a place */
    for (unsigned i = 0; i < 700; i++)
        shows(&e, any_car(), true);
    unsigned before = e.seen;
    shows(&e, vin_of(100, 4, 2, 1000), true);
    assert_int_equal(e.seen, before == 256 ? 129 : before + 1);
}

static void what_lies_back_weighs_little(void **unused)
{
    struct enumeration e = {0};

    (void)unused;
    for (unsigned i = 0; i < 90; i++)
        assert_false(shows(&e, vin_of(7, 3, 1, i), true));
    for (unsigned i = 0; i < 600; i++)
        assert_false(shows(&e, any_car(), true));
    for (unsigned i = 0; i < 60; i++)
        assert_false(shows(&e, vin_of(7, 3, 1, i), true));
}

static void each_sign_has_its_name_and_the_shares_are_told(void **unused)
{
    static const struct {
        struct vin (*next)(const struct scraper *scraper, unsigned i);
        bool recorded;
        enum enumeration_sign sign;
        const char *name;
    } ways[] = {
        {one_after_the_other, true,  ENUMERATION_SERIALS, "serials"},
        {a_row_without_order, true,  ENUMERATION_ROW,     "one_row"},
        {anything,            false, ENUMERATION_UNKNOWN, "unknown"},
    };
    const struct scraper scraper = {0};

    (void)unused;
    for (size_t k = 0; k < COUNT(ways); k++) {
        struct enumeration e = {0};
        enum enumeration_sign sign = ENUMERATION_NONE;

        for (unsigned i = 0; sign == ENUMERATION_NONE; i++) {
            struct vin vin = ways[k].next(&scraper, i);
            sign = enumeration_note(&e, &vin, ways[k].recorded);
        }
        assert_int_equal(sign, ways[k].sign);
        assert_string_equal(enumeration_sign_name(sign), ways[k].name);
        struct enumeration_shares shares = enumeration_shares(&e);
        assert_int_equal(shares.unknown, ways[k].recorded ? 0 : 100);
        assert_int_equal(shares.near >= 95, ways[k].next == one_after_the_other);
        assert_int_equal(shares.one_row == 100, ways[k].next != anything);
    }
}

static void letters_in_a_serial_number_count(void **unused)
{
    struct enumeration e = {0};
    struct vin vin = vin_of(7, 3, 1, 0);

    (void)unused;
    for (unsigned i = 0; i < 90; i++) {
        snprintf(vin.text + 11, 7, "H%05u", 10 + i);
        assert_int_equal(enumeration_note(&e, &vin, true), ENUMERATION_NONE);
    }
    assert_int_equal(e.near, 89);
    snprintf(vin.text + 11, 7, "J%05u", 100);
    enumeration_note(&e, &vin, true);
    assert_int_equal(e.near, 89);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_scraper_is_noticed_within_two_hundred_look_ups),
        cmocka_unit_test(honest_clients_are_noticed_on_one_day_of_a_thousand_at_most),
        cmocka_unit_test(the_same_again_says_nothing),
        cmocka_unit_test(a_car_counts_once_until_it_lies_back),
        cmocka_unit_test(what_lies_back_weighs_little),
        cmocka_unit_test(each_sign_has_its_name_and_the_shares_are_told),
        cmocka_unit_test(letters_in_a_serial_number_count),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
