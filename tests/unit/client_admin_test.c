#include <string.h>

#include "testing.h"
#include "core/client_errors.h"
#include "core/date.h"
#include "core/seal.h"
#include "core/service.h"
#include "render/bars.h"
#include "store/client_admin_store.h"
#include "store/usage_count.h"

static void recovery_codes_are_read_as_people_type_them(void **unused)
{
    static const char *const good[] = {"ABCDE-FGH23", "abcde-fgh23", "ABCDEFGH23", " abcde fgh23 ",
                                       "a-b-c-d-e-f-g-h-2-3"};
    static const char *const wrong[] = {
        "", "ABCDE", "ABCDE-FGH2", "ABCDE-FGH234", "ABCDE-FGH21", "ABCDE_FGH23", "123456", "ABCDE-FGH2\xc3"};
    char code[RECOVERY_TEXT], made[RECOVERY_TEXT];

    (void)unused;
    for (size_t i = 0; i < COUNT(good); i++) {
        assert_true(recovery_code_read(good[i], code));
        assert_string_equal(code, "ABCDE-FGH23");
    }
    for (size_t i = 0; i < COUNT(wrong); i++)
        assert_false(recovery_code_read(wrong[i], code));
    recovery_code_new(made);
    assert_true(recovery_code_read(made, code));
    assert_string_equal(made, code);
}

static void a_key_opens_only_where_it_was_sealed(void **unused)
{
    static const struct keys keys = {
        .id = 7, .key = {{1}, {2}, {3}}
    };
    uint8_t key[TOTP_KEY_BYTES], back[TOTP_KEY_BYTES];
    h2o_iovec_t sealed;
    h2o_mem_pool_t pool;

    (void)unused;
    h2o_mem_init_pool(&pool);
    totp_key_new(key);
    assert_true(bytea_parse(&pool, totp_seal(&pool, &keys, TOTP_OF_ADMIN, "12", key), &sealed));
    assert_true(totp_open(&keys, TOTP_OF_ADMIN, "12", sealed, back));
    assert_memory_equal(key, back, sizeof(key));
    assert_false(totp_open(&keys, TOTP_OF_ADMIN, "13", sealed, back));
    assert_false(totp_open(&keys, TOTP_OF_TICKET, "12", sealed, back));
    sealed.len--;
    assert_false(totp_open(&keys, TOTP_OF_ADMIN, "12", sealed, back));
    assert_string_not_equal(recovery_hash_text(&pool, &keys, "12", "ABCDE-FGH23"),
                            recovery_hash_text(&pool, &keys, "13", "ABCDE-FGH23"));
    h2o_mem_clear_pool(&pool);
}

static void refusals_are_summed_by_client_and_problem(void **unused)
{
    static struct client_error taken[CLIENT_ERRORS_MOST];
    struct service service = {.client_errors = client_errors_create()};

    (void)unused;
    for (int i = 0; i < 3; i++)
        client_errors_note(&service, 5, FAULT_LIMIT);
    client_errors_note(&service, 6, FAULT_LIMIT);
    client_errors_note(&service, 5, FAULT_VIN_MALFORMED);
    client_errors_note(&service, 0, FAULT_LIMIT);
    client_errors_note(&service, 5, FAULT_NO_RECORD);
    client_errors_note(&service, 5, FAULT_NOT_COLLECTED);
    assert_int_equal(client_errors_take(service.client_errors, taken), 3);
    assert_int_equal(taken[0].count, 3);
    assert_int_equal(client_errors_take(service.client_errors, taken), 0);
    client_errors_return(&service, taken, 3);
    client_errors_note(&service, 5, FAULT_LIMIT);
    assert_int_equal(client_errors_take(service.client_errors, taken), 3);
    assert_int_equal(taken[0].count, 4);
    client_errors_destroy(service.client_errors);
}

static void refusals_are_bounded(void **unused)
{
    static struct client_error taken[CLIENT_ERRORS_MOST];
    struct service service = {.client_errors = client_errors_create()};

    (void)unused;
    for (int client = 1; client <= CLIENT_ERRORS_MOST + 10; client++)
        client_errors_note(&service, client, FAULT_LIMIT);
    assert_int_equal(service.metrics.client_errors_untold, 10);
    assert_int_equal(client_errors_take(service.client_errors, taken), CLIENT_ERRORS_MOST);
    client_errors_destroy(service.client_errors);
}

static void looks_are_counted_until_there_is_no_room(void **unused)
{
    struct usage_count *usage = usage_count_create();
    struct trail_line line = {.looked_at = 1764000000000000, .purpose = "finance"};
    int kinds = 0;

    (void)unused;
    for (int i = 0; i < 5000; i++)
        assert_true(usage_count_add(usage, &line)); /* an owner's */
    for (line.client = 1; usage_count_add(usage, &line); line.client++)
        kinds++;
    assert_in_range(kinds, 100, 100000);
    line.client = 1;
    for (int i = 0; i < 5000; i++)
        assert_true(usage_count_add(usage, &line)); /* of a kind that is there */
    usage_count_begin(usage);
    line.client = kinds + 1;
    assert_true(usage_count_add(usage, &line));
    usage_count_destroy(usage);
}

static void days_are_chinas(void **unused)
{
    const int64_t begins = china_day_begins(20000);

    (void)unused;
    assert_int_equal(begins, (20000LL * 86400 - 8 * 3600) * 1000000);
    assert_int_equal(china_day(begins), 20000);
    assert_int_equal(china_day(begins - 1), 19999);
    assert_int_equal(china_day(begins + 86399999999), 20000);
}

static void bars_stand_on_nothing_and_fit_their_frame(void **unused)
{
    static const struct {
        long counts[4];
        long top;
    } charts[] = {
        {{0, 0, 0, 0},        1      },
        {{1, 0, 1, 1},        1      },
        {{3, 7, 0, 5},        8      },
        {{12, 1, 2, 3},       15     },
        {{999999, 5, 50, 55}, 1000000},
    };
    struct bars bars;
    struct bar bar[4];

    (void)unused;
    for (size_t i = 0; i < COUNT(charts); i++) {
        bars_place(charts[i].counts, 4, &bars, bar);
        assert_in_range(bars.tick_count, 2, CHART_MOST_TICKS);
        assert_int_equal(bars.tick[0].count, 0);
        assert_true(bars.tick[0].y == CHART_BOTTOM);
        assert_int_equal(bars.tick[bars.tick_count - 1].count, charts[i].top);
        for (int j = 0; j < 4; j++) {
            double foot = bar[j].y + bar[j].height;

            assert_true(foot > CHART_BOTTOM - 0.001 && foot < CHART_BOTTOM + 0.001);
            assert_true(bar[j].y >= CHART_TOP - 0.001);
            assert_true((bar[j].height > 0) == (charts[i].counts[j] > 0));
            assert_true(bar[j].x >= BARS_LEFT && bar[j].x + bar[j].width <= CHART_RIGHT);
            assert_true(j == 0 || bar[j].x > bar[j - 1].x + bar[j - 1].width);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(recovery_codes_are_read_as_people_type_them),
        cmocka_unit_test(a_key_opens_only_where_it_was_sealed),
        cmocka_unit_test(refusals_are_summed_by_client_and_problem),
        cmocka_unit_test(refusals_are_bounded),
        cmocka_unit_test(looks_are_counted_until_there_is_no_room),
        cmocka_unit_test(days_are_chinas),
        cmocka_unit_test(bars_stand_on_nothing_and_fit_their_frame),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
