#include "testing.h"

#include "history/submission.h"

#define FINDS(finding) FINDING_BIT(FINDING_##finding)

static h2o_mem_pool_t pool;

/* One work, one part and one fee; what is not said is in order. */
/* clang-format off */
static const struct {
    const char *brought_on, *km, *use, *fuel, *work, *hours, *work_price, *part, *quantity, *part_price, *fee, *fee_price, *total;
    finding_set findings;
    long hours_most; /* 0: the default */
} rows[] = {
    {.brought_on = "20240102"},
    /* D3 */
    {.brought_on = "20230707"},                             /* 180 days */
    {.brought_on = "20230706", .findings = FINDS(D3)},
    /* O2 */
    {.km = "600000"},
    {.km = "600001", .findings = FINDS(O2)},
    {.km = "600001", .use = "2", .findings = FINDS(O2)},
    {.km = "600001", .use = "1"},
    {.km = "1000000", .findings = FINDS(O1)},
    {.use = "3", .findings = FINDS(N1)},
    /* L1 */
    {.hours = "24"},
    {.hours = "24.01", .findings = FINDS(L1)},
    {.hours = "24.01", .hours_most = 25},
    {.hours = "20", .work_price = "20", .findings = FINDS(L1)},
    {.hours = "20", .work_price = "20.01"},
    {.hours = "2.5", .work_price = "2.5"},
    {.hours = "1", .work_price = "1"},
    /* C2 */
    {.quantity = "1"},
    {.quantity = "0.99", .findings = FINDS(C2)},
    {.part = "螺丝", .quantity = "200"},
    {.part = "螺丝", .quantity = "200.01", .findings = FINDS(C2)},
    {.part = "机油", .quantity = "4000"},
    /* C1: a yuan, or five in a thousand */
    {.work_price = "100", .part_price = "50", .fee_price = "10", .total = "161"},
    {.work_price = "100", .part_price = "50", .fee_price = "10", .total = "161.01", .findings = FINDS(C1)},
    {.work_price = "100", .part_price = "50", .fee_price = "10", .total = "158.99", .findings = FINDS(C1)},
    {.work_price = "10000", .part_price = "0", .fee_price = "0", .total = "10050"},
    {.work_price = "10000", .part_price = "0", .fee_price = "0", .total = "10051", .findings = FINDS(C1)},
    {.work_price = "100", .quantity = "4", .part_price = "50", .fee_price = "0", .total = "300"},
    {.work_price = "100", .quantity = "4", .part_price = "50", .fee_price = "0", .total = "150"},
    {.work_price = "100", .quantity = "4", .part_price = "50", .fee_price = "0", .total = "200", .findings = FINDS(C1)},
    {.work_price = "100", .part_price = "50", .fee = "会员优惠", .fee_price = "20", .total = "130"},
    {.work_price = "100", .part_price = "50", .fee_price = "-20", .total = "99"},
    {.work_price = "100", .fee_price = "0", .total = "999"}, /* a part without a price */
    {.total = "很多", .findings = FINDS(N1)},
    {.work_price = "9999999999", .quantity = "9999999999", .part_price = "9999999999", .part = "机油", .fee_price = "9999999999",
     .total = "1", .findings = FINDS(C1)},
    /* F1 */
    {.fuel = "A"},
    {.fuel = "c", .work = "更换制动片", .part = "制动片"},
    {.fuel = "C", .findings = FINDS(F1)},                     /* an oil change */
    {.fuel = "A", .work = "更换动力电池", .part = "制动片", .findings = FINDS(F1)},
    {.fuel = "O", .work = "更换动力电池"},
    {.fuel = "X", .findings = FINDS(N1)},
};
/* clang-format on */

static const char *either(const char *said, const char *otherwise)
{
    return said == NULL ? otherwise : said;
}

static void each_rule_begins_where_it_should(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct thresholds thresholds = thresholds_default();
        struct raw_work work = {either(rows[i].work, "更换机油"), either(rows[i].hours, "1.5"),
                                rows[i].work_price};
        struct raw_part part = {either(rows[i].part, "机油"), NULL, either(rows[i].quantity, "1"),
                                rows[i].part_price};
        struct raw_fee fee = {either(rows[i].fee, "拖车"), rows[i].fee_price};
        struct raw_submission raw = {.vin = "1M8GDM9AXKP042788",
                                     .plate = "沪A12345",
                                     .odometer = either(rows[i].km, "10000"),
                                     .brought_on = either(rows[i].brought_on, "20240103"),
                                     .settled_on = "20240103",
                                     .total = rows[i].total,
                                     .fuel = rows[i].fuel,
                                     .use = rows[i].use,
                                     .works = &work,
                                     .work_count = 1,
                                     .parts = &part,
                                     .part_count = 1,
                                     .fees = &fee,
                                     .fee_count = 1};
        struct submission s;

        if (rows[i].hours_most != 0)
            thresholds.rule_item_hours = rows[i].hours_most;
        submission_read_by(&pool, &raw, (struct date){2025, 6, 1}, &thresholds, &s);
        if (s.findings != rows[i].findings)
            fail_msg("row %zu: findings %x instead of %x", i, s.findings, rows[i].findings);
    }
}

static void the_minute_is_read_where_one_is_said(void **unused)
{
    static const struct {
        const char *text;
        int minute;
    } times[] = {
        {"20240102093000",            570},
        {"202401020930",              570},
        {"2024-01-02 09:30:00",       570},
        {"2024-01-02T09:30",          570},
        {"20240102",                  0  },
        {"2024-01-02 00:00:00",       0  },
        {"2024-01-02T01:30:00Z",      0  },
        {"2024-01-02T09:30:00+08:00", 0  },
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(times); i++) {
        struct submission s;

        submission_read(&pool,
                        &(struct raw_submission){.vin = "1M8GDM9AXKP042788", .brought_on = times[i].text},
                        (struct date){2025, 6, 1}, &s);
        if (s.findings != 0 || s.record.brought_on.day != 2 || s.record.brought_minute != times[i].minute)
            fail_msg("%s: minute %d, findings %x", times[i].text, s.record.brought_minute, s.findings);
    }
    static const char *const wrong[] = {"202401022530", "20240102096000", "2024010209", "2024-01-020930",
                                        "20240102093061"};
    for (size_t i = 0; i < COUNT(wrong); i++) {
        struct submission s;

        submission_read(&pool, &(struct raw_submission){.vin = "1M8GDM9AXKP042788", .brought_on = wrong[i]},
                        (struct date){2025, 6, 1}, &s);
        if (s.findings != FINDS(N1))
            fail_msg("%s is a time", wrong[i]);
    }
}

static int begin(void **unused)
{
    (void)unused;
    h2o_mem_init_pool(&pool);
    return 0;
}

static int end(void **unused)
{
    (void)unused;
    h2o_mem_clear_pool(&pool);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_rule_begins_where_it_should),
        cmocka_unit_test(the_minute_is_read_where_one_is_said),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
