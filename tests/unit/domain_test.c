#include "testing.h"

#include <stdio.h>

#include <h2o.h>

#include "history/lexicon.h"
#include "history/phone.h"
#include "history/plate.h"
#include "history/record.h"
#include "history/scrub.h"
#include "history/submission.h"
#include "history/verdict.h"

static h2o_mem_pool_t pool;

/* Work that is named, and what a buyer must know of it; near misses stand beside their neighbours. */
/* clang-format off */
static const struct {
    const char *name, *works, *signals;
} works[] = {
    {"更换前纵梁", "structure", "structure"},
    {"检查前纵梁", "diagnosis", ""},
    {"拆装前纵梁", "diagnosis", ""},
    {"左前纵梁校正", "structure", "structure"},
    {"右后纵梁焊接", "structure", "structure"},
    {"更换B柱", "structure", "structure"},
    {"更换前保险杠", "body", ""},
    {"保险杠喷漆", "body,paint", ""},
    {"更换防撞梁", "body", ""},
    {"更换安全气囊", "restraints", "airbag"},
    {"安全气囊检测", "diagnosis", ""},
    {"更换安全带", "restraints", ""},
    {"更换动力电池包", "traction_battery", "traction_battery"},
    {"动力电池检测", "diagnosis", ""},
    {"更换蓄电池", "battery_12v", ""},
    {"更换驱动电机", "drive_motor", "drive_unit"},
    {"更换组合仪表", "odometer", "odometer_replaced"},
    {"更换仪表台", "interior", ""},
    {"更换仪表", "odometer", "odometer_replaced"},
    {"更换仪表灯泡", "lights", ""},
    {"仪表检查", "diagnosis", ""},
    {"换仪表", "odometer", "odometer_replaced"},
    {"更换机油检查安全气囊", "oil,diagnosis", ""},
    {"安全气囊检查更换机油", "oil,diagnosis", ""},
    {"前纵梁检查后更换", "structure,diagnosis", "structure"},
    {"主驾气囊更换", "restraints", "airbag"},
    {"更换机油机滤", "oil,filters", ""},
    {"拆装仪表台更换前纵梁", "structure,diagnosis", "structure"},
    {"泡水车清洗内饰", "cleaning", "flood"},
    {"无泡水痕迹", "other", ""},
    {"更换A柱内饰板", "interior", ""},
    {"检查前纵梁、更换前保险杠", "body,diagnosis", ""},
    {"更换气囊游丝", "restraints", ""},
    {"更换安全气囊传感器", "restraints", ""},
    {"未更换气囊", "diagnosis", ""},
    {"未换气囊", "diagnosis", ""},
    {"拆检后换气囊", "restraints,diagnosis", "airbag"},
    {"更换动力电池冷却液", "cooling", ""},
    {"动力电池DC转换器检测", "diagnosis", ""},
    {"拆卸安装动力电池", "diagnosis", ""},
    {"保险丝烧毁更换", "electrical", ""},
    {"大灯浸水", "lights", ""},
    {"更换机油", "oil", ""},
    {"更换机油滤清器", "filters", ""},
    {"更换空调滤芯", "filters", ""},
    {"更换前制动片", "brakes", ""},
    {"更换刹车灯泡", "lights", ""},
    {"更换刹车油", "fluids", ""},
    {"四轮定位", "alignment", ""},
    {"轮胎动平衡", "tyres,alignment", ""},
    {"更换火花塞", "ignition", ""},
    {"更换变速箱油", "fluids", ""},
    {"变速箱大修", "gearbox", ""},
    {"更换前挡风玻璃", "glass", ""},
    {"常规保养", "maintenance", ""},
    {"打蜡", "detailing", ""},
    {"代客留影", "other", ""},
};
/* clang-format on */

static void work_is_told_by_code(void **unused)
{
    char text[CODES_TEXT];

    (void)unused;
    for (size_t i = 0; i < COUNT(works); i++) {
        work_codes set = 0;
        signal_codes signals = 0;

        lexicon_read_work(works[i].name, &set, &signals);
        if (strcmp(codes_text(CODES_OF_WORK, set, text), works[i].works) != 0)
            fail_msg("%s: %s", works[i].name, text);
        if (strcmp(codes_text(CODES_OF_SIGNALS, signals, text), works[i].signals) != 0)
            fail_msg("%s: signals %s", works[i].name, text);
    }
}

static void codes_survive_the_round_trip(void **unused)
{
    char text[CODES_TEXT];

    (void)unused;
    for (unsigned code = 0; code < WORK_CODE_COUNT; code++)
        assert_int_equal(codes_parse(CODES_OF_WORK, codes_text(CODES_OF_WORK, CODE_BIT(code), text)),
                         CODE_BIT(code));
    assert_int_equal(codes_parse(CODES_OF_PARTS, "oil,unknown,brake"),
                     CODE_BIT(PART_OIL) | CODE_BIT(PART_BRAKE));
    assert_null(code_words(CODES_OF_SIGNALS, SIGNAL_CODE_COUNT));
}

/* NULL: stays as it is. */
/* clang-format off */
static const struct {
    const char *text, *clean;
} texts[] = {
    {"王先生来电", "某先生来电"},
    {"联系人：李小明，下午取车", "联系人：某，下午取车"},
    {"车主张三 13912345678", "车主某 [电话]"},
    {"车主王小明电话13912345678", "车主某电话[电话]"},
    {"车主马上来取，方便", NULL},
    {"车主要求更换 2 个", NULL},
    {"车主：王小明", "车主：某"},
    {"１３９１２３４５６７８", "[电话]"},
    {"电话：１３９ １２３４ ５６７８，全角", "电话：[电话]，全角"},
    {"沪Ａ·１２３４５", "[车牌]"},
    {"身份证１１０１０１１９９００３０７１２３Ｘ，复印", "身份证[证件号]，复印"},
    {"更换 ５Ｗ３０ 机油", NULL},
    {"电话139-1234-5678", "电话[电话]"},
    {"021-12345678 报修", "[电话] 报修"},
    {"身份证11010119900307123X", "身份证[证件号]"},
    {"邮箱 a.b@example.com", "邮箱 [邮箱]"},
    {"沪A12345 右前撞击", "[车牌] 右前撞击"},
    {"粤BD12345 充电故障", "[车牌] 充电故障"},
    {"沪A·12345 右前撞击", "[车牌] 右前撞击"},
    {"沪A 12345", "[车牌]"},
    {"沪a12345", "[车牌]"},
    {"13912345678 18:30", "[电话] 18:30"},
    {"008613912345678", "[电话]"},
    {"04152-31090", NULL},
    {"17 13 7 601 949", NULL},
    {"制动异响", NULL},
    {"更换 5W30 机油 4L", NULL},
    {"配件号 06J115403Q", NULL},
    {"订单 20240103000012345", NULL},
    {"LSVAA4182E2123456", "[车架号]"},
    {"行驶 123456 公里", NULL},
    {"车主李小明沪A12345", "车主某[车牌]"},
    {"车主：李小明沪A12345来", "车主：某[车牌]来"},
    {"托修方李奣峫沪A12345", "托修方某[车牌]"},
    {"沪A12345a.b@example.com", "沪[邮箱]"},
    {"王牌机油", NULL},
    {"师傅建议更换", NULL},
};
/* clang-format on */

static void personal_data_is_taken_out_of_text(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < COUNT(texts); i++) {
        bool found = false;
        const char *clean = scrub_text(&pool, texts[i].text, &found);

        if (strcmp(clean, texts[i].clean == NULL ? texts[i].text : texts[i].clean) != 0 ||
            found != (texts[i].clean != NULL))
            fail_msg("%s: %s", texts[i].text, clean);
    }
}

/* clang-format off */
static const struct {
    const char *typed, *plate;
    bool valid;
} plates[] = {
    {"沪A12345", "沪A12345", true},
    {" 沪a·12345 ", "沪A12345", true},
    {"沪Ａ－１２３４５", "沪A12345", true},
    {"粤BD12345", "粤BD12345", true},
    {"粤B12345D", "粤B12345D", true},
    {"京A1234学", "京A1234学", true},
    {"沪A1234", "沪A1234", false},
    {"沪A1234O5", "沪A1234O5", false},
    {"A12345", "A12345", false},
    {"沪112345", "沪112345", false},
    {"沪A123456", "沪A123456", false},
};
/* clang-format on */

static void plates_are_read_as_they_are_typed(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < COUNT(plates); i++) {
        const char *plate = plate_normalised(&pool, plates[i].typed);

        if (strcmp(plate, plates[i].plate) != 0 || plate_is_valid(plate) != plates[i].valid)
            fail_msg("%s: %s %d", plates[i].typed, plate, plate_is_valid(plate));
    }
}

static void plates_are_shown_in_part(void **unused)
{
    static const char *const shown[][2] = {
        {"苏D41230",   "苏D4***0"  },
        {"沪AD55507",  "沪AD****7" },
        {"京A1234学", "京A1***学"},
    };
    static const char *const odd[] = {"", "京A123", "沪A123456", "A12345"};

    (void)unused;
    for (size_t i = 0; i < COUNT(shown); i++)
        assert_string_equal(plate_masked(&pool, shown[i][0]), shown[i][1]);
    for (size_t i = 0; i < COUNT(odd); i++)
        assert_null(plate_masked(&pool, odd[i]));
}

static void telephones_are_read_as_they_are_typed(void **unused)
{
    static const char *const good[] = {"13912345678", "139 1234 5678", "+86 139-1234-5678", "008613912345678",
                                       "１３９１２３４５６７８"};
    static const char *const bad[] = {
        "", "1391234567", "139123456789", "02112345678", "12912345678", "1391234567x", "+8513912345678"};
    char phone[PHONE_TEXT];

    (void)unused;
    for (size_t i = 0; i < COUNT(good); i++) {
        assert_true(phone_normalise(good[i], strlen(good[i]), phone));
        assert_string_equal(phone, "13912345678");
    }
    for (size_t i = 0; i < COUNT(bad); i++)
        if (phone_normalise(bad[i], strlen(bad[i]), phone))
            fail_msg("%s is not a telephone", bad[i]);
}

/* Readings oldest first: kilometres and the workshop; a day each month. */
/* clang-format off */
static const struct {
    const char *name;
    long km[8];
    int64_t workshop[8];
    enum verdict_class class;
    enum verdict_reason reason;
} series[] = {
    {"rises", {10000, 20000, 30000}, {1, 2, 3}, VERDICT_CONSISTENT, REASON_NONE},
    {"falls by less than a hundred", {10000, 9950, 20000}, {1, 2, 3}, VERDICT_CONSISTENT, REASON_NONE},
    {"one reading", {10000}, {1}, VERDICT_NO_JUDGEMENT, REASON_TOO_FEW},
    {"one too low", {10000, 2000, 30000, 40000}, {1, 2, 3, 1}, VERDICT_NO_JUDGEMENT, REASON_LIKELY_TYPING},
    {"one too high", {10000, 200000, 30000, 40000}, {1, 2, 3, 1}, VERDICT_NO_JUDGEMENT, REASON_LIKELY_TYPING},
    {"turned back and confirmed", {60000, 90000, 95000, 40000, 45000, 50000}, {1, 1, 2, 3, 4, 5}, VERDICT_INCONSISTENT, REASON_LOWER_CONFIRMED},
    {"turned back, one workshop only", {60000, 90000, 40000, 45000, 46000}, {1, 2, 3, 3, 3}, VERDICT_INCONSISTENT, REASON_LOWER},
};
/* clang-format on */

static void odometers_are_judged(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < COUNT(series); i++) {
        struct record records[8];
        size_t count = 0;

        while (count < 8 && series[i].km[count] != 0)
            count++;
        for (size_t j = 0; j < count; j++)
            records[count - 1 - j] = (struct record){
                .odometer_km = series[i].km[j],
                .settled_on = {2020, (int)j + 1, 5},
                .workshop.id = series[i].workshop[j]
            };
        struct verdict v = odometer_verdict(&(struct history){.records = records, .count = count});
        if (v.class != series[i].class ||
            (v.reason_count == 0 ? REASON_NONE : v.reasons[0]) != series[i].reason)
            fail_msg("%s: %s, %s", series[i].name, verdict_class_code(v.class),
                     verdict_reason_code(v.reason_count == 0 ? REASON_NONE : v.reasons[0]));
    }
}

static void a_replaced_cluster_ends_all_judgement(void **unused)
{
    struct record records[2] = {
        {.odometer_km = 100, .settled_on = {2021, 1, 1}, .signals = CODE_BIT(SIGNAL_ODOMETER)},
        {.odometer_km = 90000,                  .settled_on = {2020, 1, 1}                        },
    };
    struct verdict v = odometer_verdict(&(struct history){.records = records, .count = 2});

    (void)unused;
    assert_int_equal(v.class, VERDICT_NO_JUDGEMENT);
    assert_int_equal(v.reasons[0], REASON_ODOMETER_REPLACED);
}

#define FINDS(finding) (1u << FINDING_##finding)

/* clang-format off */
static const struct {
    const char *odometer, *brought_on, *settled_on, *hours, *quantity;
    long km;
    finding_set findings;
} uploads[] = {
    {"12345", "20240102", "20240103", "1.5", "4", 12345, 0},
    {" 12,345 公里", "2024-01-02", "2024/01/03", "2", "1.0", 12345, 0},
    {"12345.9", "20240102", "20240103", "N/A", "无", 12345, 0},
    {"-", "", "20240103", "", "", ODOMETER_UNKNOWN, 0},
    {"约五万", "20240102", "20240103", "两", "1", ODOMETER_UNKNOWN, FINDS(N1)},
    {"1000000", "20240102", "20240103", "1", "1", ODOMETER_UNKNOWN, FINDS(O1)},
    {",.", "20240102", "20240103", "1", "1", ODOMETER_UNKNOWN, FINDS(N1)},
    {"-1", "20240102", "20240103", "1", "1", ODOMETER_UNKNOWN, FINDS(O1)},
    {"1", "20240104", "20240103", "1", "1", 1, FINDS(D1)},
    {"1", "20240102", "20260101", "1", "1", 1, FINDS(D1)},
    {"1", "19891231", "20240103", "1", "1", 1, FINDS(D1)},
    {"1", "20230101", "20240103", "1", "1", 1, FINDS(D3)},
    {"1", "20240230", "20240103", "1", "1", 1, FINDS(N1)},
    {"1", "20240102", "20240103", "260", "1", 1, FINDS(L1)},
    {"1", "20240102", "20240103", "1", "0.5", 1, FINDS(C2)},
    {"99999999999999999999999999", "20240102", "20240103", "1", "1", ODOMETER_UNKNOWN, FINDS(N1)},
};
/* clang-format on */

static void uploads_are_read_as_far_as_they_can_be(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < COUNT(uploads); i++) {
        struct raw_work work = {.name = "更换机油", .hours = uploads[i].hours};
        struct raw_part part = {.name = "机油", .code = "SN", .quantity = uploads[i].quantity};
        struct raw_submission raw = {.vin = "1M8GDM9AXKP042788",
                                     .plate = "沪A12345",
                                     .odometer = uploads[i].odometer,
                                     .brought_on = uploads[i].brought_on,
                                     .settled_on = uploads[i].settled_on,
                                     .works = &work,
                                     .work_count = 1,
                                     .parts = &part,
                                     .part_count = 1};
        struct submission s;

        submission_read(&pool, &raw, (struct date){2025, 6, 1}, &s);
        if (s.record.odometer_km != uploads[i].km || s.findings != uploads[i].findings)
            fail_msg("row %zu: %ld km, findings %x", i, s.record.odometer_km, s.findings);
        assert_int_equal(findings_quarantine(s.findings),
                         (s.findings & (FINDS(V1) | FINDS(D1) | FINDS(O1))) != 0);
    }
}

static struct submission read_raw(struct raw_submission raw)
{
    struct submission s;

    raw.vin = "1M8GDM9AXKP042788";
    submission_read(&pool, &raw, (struct date){2025, 6, 1}, &s);
    return s;
}

/* Only the first 64 were. */
static void every_value_that_cannot_be_read_is_kept_as_sent(void **unused)
{
    struct raw_part parts[MAX_PARTS];
    struct raw_work jobs[MAX_WORKS];
    char number[MAX_SETTLEMENT_NO + 2] = {0};

    (void)unused;
    memset(number, '7', MAX_SETTLEMENT_NO + 1);
    for (size_t i = 0; i < MAX_PARTS; i++)
        parts[i] = (struct raw_part){.name = "机油", .quantity = "一桶"};
    for (size_t i = 0; i < MAX_WORKS; i++)
        jobs[i] = (struct raw_work){.name = "更换机油", .hours = "两小时"};
    struct submission s = read_raw((struct raw_submission){.odometer = "五万",
                                                           .brought_on = "２０２４年１月ａ",
                                                           .settled_on = "昨天",
                                                           .settlement_no = number,
                                                           .works = jobs,
                                                           .work_count = MAX_WORKS,
                                                           .parts = parts,
                                                           .part_count = MAX_PARTS});
    const struct as_sent *unread = s.record.unread;

    assert_int_equal(s.findings, FINDS(N1));
    assert_int_equal(s.record.unread_count, 4 + MAX_WORKS + MAX_PARTS);
    assert_string_equal(unread[0].field, "repairmileage");
    assert_string_equal(unread[1].field, "repairdate");
    assert_string_equal(unread[1].text, "２０２４年１月ａ"); /* not folded */
    assert_string_equal(unread[3].field, "costlistcode");
    assert_string_equal(unread[3 + MAX_WORKS + MAX_PARTS].field, "vehiclepartslist/999/partsquantity");
    assert_string_equal(unread[3 + MAX_WORKS + MAX_PARTS].text, "一桶");
}

/* It was a reading, and a car of some years with one was turned back. */
static void an_odometer_of_0_is_one_that_nobody_read(void **unused)
{
    static const char *const zeros[] = {"0", "0.0", "０", "0公里", "00"};

    (void)unused;
    for (size_t i = 0; i < sizeof(zeros) / sizeof(zeros[0]); i++) {
        struct submission s = read_raw((struct raw_submission){.odometer = zeros[i]});

        assert_int_equal(s.record.odometer_km, ODOMETER_UNKNOWN);
        assert_int_equal(s.record.unread_count, 0);
        assert_int_equal(s.findings, 0);
    }
}

/* It was cut, so that two settlements that differ behind the 64th character were one. */
static void a_settlement_number_that_is_too_long_is_not_cut(void **unused)
{
    char number[MAX_SETTLEMENT_NO + 3] = {0};

    (void)unused;
    memset(number, '7', MAX_SETTLEMENT_NO);
    assert_string_equal(read_raw((struct raw_submission){.settlement_no = number}).record.settlement_no,
                        number);
    number[MAX_SETTLEMENT_NO] = ' ';
    assert_int_equal(strlen(read_raw((struct raw_submission){.settlement_no = number}).record.settlement_no),
                     MAX_SETTLEMENT_NO);
    number[MAX_SETTLEMENT_NO + 1] = '8';
    struct submission s = read_raw((struct raw_submission){.settlement_no = number});
    assert_null(s.record.settlement_no);
    assert_string_equal(s.record.unread[0].text, number);
}

static int open_pool(void **unused)
{
    (void)unused;
    h2o_mem_init_pool(&pool);
    return 0;
}

static int close_pool(void **unused)
{
    (void)unused;
    h2o_mem_clear_pool(&pool);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(work_is_told_by_code),
        cmocka_unit_test(codes_survive_the_round_trip),
        cmocka_unit_test(personal_data_is_taken_out_of_text),
        cmocka_unit_test(plates_are_read_as_they_are_typed),
        cmocka_unit_test(plates_are_shown_in_part),
        cmocka_unit_test(telephones_are_read_as_they_are_typed),
        cmocka_unit_test(odometers_are_judged),
        cmocka_unit_test(a_replaced_cluster_ends_all_judgement),
        cmocka_unit_test(uploads_are_read_as_far_as_they_can_be),
        cmocka_unit_test(every_value_that_cannot_be_read_is_kept_as_sent),
        cmocka_unit_test(an_odometer_of_0_is_one_that_nobody_read),
        cmocka_unit_test(a_settlement_number_that_is_too_long_is_not_cut),
    };
    return cmocka_run_group_tests(tests, open_pool, close_pool);
}
