/* shared_json_test - what a link adds to a look-up, in each scope, byte by byte */
#include "testing.h"

#include <stdlib.h>

#include <h2o.h>

#include "render/shared_json.h"

static const struct view_work works[] = {
    {.name = "更换\"机油\"", .hours = "1.5"},
    {.name = NULL                         },
};
static const struct view_part parts[] = {
    {.name = "机油",    .code = "SN5W30", .quantity = "4.25"},
    {.name = "垫片"},
};
static const struct view_record records[] = {
    {.brought_on = {2024, 3, 12},
     .settled_on = {2024, 3, 15},
     .odometer_km = 86123,
     .doubt = 1,
     .workshop_class = 2,
     .region = "310000",
     .works_coded = CODE_BIT(WORK_OIL),
     .parts_coded = CODE_BIT(PART_OIL),
     .handle = "hidden-handle",
     .workshop_name = "hidden-workshop",
     .settlement_no = "hidden-number",
     .plate = "hidden-plate",
     .fault = "hidden-fault",
     .works = works,
     .work_count = COUNT(works),
     .parts = parts,
     .part_count = COUNT(parts)},
    {.odometer_km = -1       },
};

#define FIRST \
    "{\"month\":\"2024-03\",\"province\":\"310000\",\"workshop_class\":2,\"odometer_km\":86123,\"works\":[" \
    "\"oil\"]," \
    "\"parts\":[\"oil\"],\"signals\":[],\"disputed\":false"
#define FIRST_NAMES \
    ",\"work_names\":[\"更换\\\"机油\\\"\",null],\"part_names\":[{\"name\":\"机油\",\"quantity\":4.25},{" \
    "\"name\":\"垫片\"," \
    "\"quantity\":null}]}"
#define SECOND \
    ",{\"month\":null,\"province\":null,\"workshop_class\":null,\"odometer_km\":null,\"works\":[]," \
    "\"parts\":[]," \
    "\"signals\":[],\"disputed\":false"
#define SECOND_NAMES ",\"work_names\":[],\"part_names\":[]}"
#define EXPIRES      ",\"expires_at\":\"2026-03-15T12:00:00+08:00\""

/* Whatever a view might hold by mistake, days, names of workshops, part numbers and hours are not written. */
static void each_scope_says_this_and_nothing_more(void **unused)
{
    static const char *const expected[SHARE_SCOPE_COUNT] = {
        [SHARE_SUMMARY] = "{\"scope\":\"summary\"" EXPIRES "}",
        [SHARE_FULL] = "{\"scope\":\"full\"" EXPIRES ",\"record_count\":3,\"records\":[" FIRST
                       ",\"doubtful\":true" FIRST_NAMES SECOND ",\"doubtful\":false" SECOND_NAMES "]}",
        [SHARE_RECORDS] = "{\"scope\":\"records\"" EXPIRES
                          ",\"record_count\":3,\"records\":[" FIRST FIRST_NAMES SECOND SECOND_NAMES "]}",
    };
    const struct view view = {.vin = "hidden-vin", .records = records, .count = COUNT(records), .total = 3};
    h2o_mem_pool_t pool;

    (void)unused;
    h2o_mem_init_pool(&pool);
    for (enum share_scope s = 0; s < SHARE_SCOPE_COUNT; s++) {
        h2o_iovec_t text = render_shared(&pool, s, 1773547200000000, &view);
        char *copy = strndup(text.base, text.len);

        assert_string_equal(copy, expected[s]);
        free(copy);
    }
    h2o_mem_clear_pool(&pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_scope_says_this_and_nothing_more)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
