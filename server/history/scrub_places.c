/* Plates and VINs, which lead to a holder, and addresses. */
#include <string.h>

#include "history/plate.h"
#include "history/scrub_finders.h"
#include "history/vin.h"
#include "history/wmi.h"

static const struct hidden nothing;

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static size_t separator_at(const char *text)
{
    static const char *const dots[] = {"·", "•", "・", " ", "-", ".", "_", NULL};

    return word_at(text, dots);
}

/* A plate as people write it: 沪A·12345, 沪 a12345, 沪A 123 45. The bytes in the text, not those of the
 * plate. */
static size_t written_plate_at(const char *text)
{
    enum { SIGNS = 6, SERIAL_BYTES = 10, PARTS = 2 };
    char plate[HAN + 1 + SERIAL_BYTES + 1] = "";
    size_t at = HAN, filled = HAN, signs = 0, end = 0;

    if (han_at(text) == 0)
        return 0;
    memcpy(plate, text, HAN);
    at += separator_at(text + at);
    if (!is_word(text[at]) || is_digit(text[at]))
        return 0;
    plate[filled++] = upper(text[at++]);
    at += separator_at(text + at);
    for (size_t parted = 0; signs < SIGNS && is_word(text[at]); signs++) {
        plate[filled++] = upper(text[at++]);
        size_t separator = signs + 1 < SIGNS ? separator_at(text + at) : 0;
        if (signs >= 1 && separator != 0 && is_word(text[at + separator]) && parted++ < PARTS &&
            plate_at(plate) == 0)
            at += separator;
        if (plate_at(plate) == filled && !is_word(text[at]))
            end = at;
    }
    if (han_at(text + at) != 0 && end == 0) {
        memcpy(plate + filled, text + at, HAN);
        if (plate_at(plate) == filled + HAN)
            end = at + HAN;
    }
    return end;
}

/* 车牌A12345: without its province only behind the word. */
static size_t short_plate_at(const char *text, size_t at)
{
    static const char *const labels[] = {"车牌", "车牌号", "车牌号码", "车号", "牌照", NULL};
    size_t signs = 0;

    if (!label_before(text, at, labels) || !is_word(text[at]) || is_digit(text[at]))
        return 0;
    while (signs < 8 && is_word(text[at + signs]))
        signs++;
    return signs == 6 || signs == 7 ? signs : 0;
}

/* 更新, 全新 and the like end as Xinjiang's plates begin. */
static bool ends_another_word(const char *text, size_t at)
{
    static const char *const words[] = {"更", "全", "换", "崭", "最", "翻", NULL};

    return strncmp(text + at, "新", HAN) == 0 && word_before(text, at, words);
}

struct hidden find_plate(const char *text, size_t at)
{
    size_t length = written_plate_at(text + at);

    if (length == 0 || ends_another_word(text, at))
        length = short_plate_at(text, at);
    return length == 0 ? nothing : (struct hidden){0, length, "[车牌]"};
}

/* Seventeen signs that are a VIN by their check digit, by their maker, or by the word before. */
struct hidden find_vin(const char *text, size_t at)
{
    static const char *const labels[] = {"VIN",      "vin",    "Vin",      "车架", "车架号",
                                         "车架号码", "识别码", "识别代号", NULL};
    struct vin vin;
    size_t length = 0, digits = 0;

    bool named = label_before(text, at, labels);

    if ((at > 0 && is_word(text[at - 1]) && !named) || !is_word(text[at]))
        return nothing;
    for (; length <= VIN_LENGTH && is_word(text[at + length]); length++)
        digits += is_digit(text[at + length]);
    if (length != VIN_LENGTH || digits == VIN_LENGTH || digits < 4 ||
        vin_parse(&vin, text + at, length) != VIN_OK)
        return nothing;
    if (!named && !vin_check_digit_holds(&vin) && vin.text[0] != 'L' && maker_of(&vin) == NULL)
        return nothing;
    return (struct hidden){0, VIN_LENGTH, "[车架号]"};
}

/* Lines of a vehicle that end as streets do: 油路2号阀. */
static bool is_line_of_a_car(const char *text, size_t at)
{
    static const char *const words[] = {
        "油",   "电",     "气",   "水",     "线",   "管",   "回", "网", "旁", "道", "跑", "半",
        "维修", "施工",   "作业", "工",     "车",   "多",   "单", "双", "通", "一", "二", "三",
        "四",   "高速公", "公",   "刹车油", "进气", "排气", "风", "轨", "渠", "隧", "频", NULL};

    return word_before(text, at, words);
}

/* A house in it: 100号, 3栋, 5-2-301室; the bytes of all that follow each other. */
static size_t house_at(const char *text)
{
    static const char *const units[] = {"号楼", "号院", "号", "弄", "栋", "幢", "座",
                                        "单元", "室",   "楼", "层", "组", "#",  NULL};
    static const char *const others[] = {"号工位", "号线", "号缸", "号车", "号阀", "号汽", "号柴",
                                         "号机",   "号位", "号泵", "号插", "号油", "号喷", "号端",
                                         "号电",   "号位", "号保", "号继", NULL};
    size_t at = 0, good = 0, digits, unit;

    for (;;) {
        size_t letter = text[at] >= 'A' && text[at] <= 'Z' ? 1 : 0;
        size_t length = letter + digits_at(text + at + letter, "-", 8, &digits, NULL);
        if (length == 0 || word_at(text + at + length, others) != 0 ||
            (unit = word_at(text + at + length, units)) == 0)
            return good;
        good = at += length + unit;
    }
}

static bool is_break(const char *text)
{
    static const char *const words[] = {"地址", "住址", "在", "住", "到", "至", "送",
                                        "从",   "往",   "于", "址", "去", NULL};

    return word_at(text, words) != 0;
}

/* 上海市浦东新区世纪大道100号2号楼301室: from where its name begins; towns and streets need a number behind.
 */
static size_t street_at(const char *text)
{
    static const char *const streets[] = {"路", "街",   "大道", "巷",   "弄",   "胡同", "村", "小区", "花园",
                                          "苑", "公寓", "家园", "新城", "社区", "里",   "庄", "组",   "屯",
                                          "镇", "广场", "大厦", "城",   "湾",   "府",   "园", NULL};
    enum { NAME_MOST = 24 * HAN };
    size_t at = 0, street, house;

    for (; at < NAME_MOST && han_at(text + at) != 0; at += HAN) {
        if (is_break(text + at))
            return 0;
        if (at < HAN || (street = word_at(text + at, streets)) == 0 || is_line_of_a_car(text, at))
            continue;
        if ((house = house_at(text + at + street)) != 0) {
            size_t more = street_at(text + at + street + house);
            return at + street + house + more;
        }
    }
    return 0;
}

/* Without a street: 3栋2单元501室, 12幢301. */
static size_t flat_at(const char *text)
{
    static const char *const blocks[] = {"栋", "幢", "号楼", "单元", NULL};
    size_t digits, length = digits_at(text, "", 3, &digits, NULL), block;

    if (digits == 0 || (block = word_at(text + length, blocks)) == 0)
        return 0;
    size_t more = house_at(text + length + block), at = length + block;
    if (more != 0)
        return at + more;
    length = digits_at(text + at, "-", 4, &digits, NULL);
    return digits >= 3 && !is_word(text[at + length]) ? at + length : 0;
}

/* Behind its word an address needs no house. */
static size_t named_address_at(const char *text, size_t *keep)
{
    static const char *const labels[] = {"家庭住址", "联系地址", "家庭地址", "收货地址",
                                         "地址",     "住址",     "家住",     NULL};
    enum { MOST = 120 };
    size_t label = word_at(text, labels), length = 0;

    if (label == 0)
        return 0;
    label += strspn(text + label, ": ");
    while (length < MOST && (han_at(text + label + length) != 0 || is_word(text[label + length]) ||
                             text[label + length] == '-'))
        length += han_at(text + label + length) != 0 ? HAN : 1;
    *keep = label;
    return length >= 4 * HAN ? length : 0;
}

struct hidden find_address(const char *text, size_t at)
{
    bool begins = at < HAN || han_at(text + at - HAN) == 0;
    size_t length, keep = 0;

    if ((length = named_address_at(text + at, &keep)) != 0)
        return (struct hidden){keep, length, "[地址]"};
    for (size_t back = HAN; !begins && back <= 2 * HAN && back <= at; back += HAN)
        begins = is_break(text + at - back) && (back == HAN || !is_break(text + at - HAN));
    if (begins && (length = street_at(text + at)) != 0)
        return (struct hidden){0, length, "[地址]"};
    if ((at == 0 || !is_word(text[at - 1])) && (length = flat_at(text + at)) != 0)
        return (struct hidden){0, length, "[地址]"};
    return nothing;
}
