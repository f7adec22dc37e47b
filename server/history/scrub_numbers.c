/* Numbers that lead to a person: telephones, papers, cards, and what people are found by on the net. */
#include <string.h>

#include "history/scrub_finders.h"

static const struct hidden nothing;

static bool at_border(const char *text, size_t at)
{
    return at == 0 || !is_word(text[at - 1]);
}

static bool ends(const char *text)
{
    return !is_word(*text);
}

static size_t blanks_at(const char *text)
{
    return strspn(text, ": .-#");
}

/* 13 to 19, then nine digits, parted as people part them: 139 1234 5678, 1391-234-5678, 139.1234.5678. */
static size_t mobile_at(const char *text)
{
    size_t digits, length;

    if (text[0] != '1' || text[1] == '\0' || (is_digit(text[1]) && text[1] < '3'))
        return 0;
    length = digits_at(text, "", 11, &digits, NULL);
    if (digits == 11)
        return ends(text + length) ? length : 0;
    /* Part numbers are parted earlier, unless every digit stands by itself. */
    bool apart = digits == 1 && text[1] == ' ' && text[3] == ' ' && text[2] >= '3';
    if (digits < 3 && !apart)
        return 0;
    length = digits_at(text, " -.", 11, &digits, NULL);
    return digits == 11 && ends(text + length) ? length : 0;
}

static size_t extension_at(const char *text)
{
    static const char *const words[] = {"转", "-", " 转", NULL};
    size_t word = word_at(text, words), digits, length;

    if (word == 0)
        return 0;
    length = digits_at(text + word, "", 5, &digits, NULL);
    return digits > 0 && ends(text + word + length) ? word + length : 0;
}

/* The code of a place, which begins with 0 and has three or four digits, and seven or eight digits. */
static size_t landline_at(const char *text)
{
    bool braced = text[0] == '(';
    size_t digits, at = braced, length;

    if (text[at] != '0' || text[at + 1] == '0')
        return 0;
    at += digits_at(text + at, "", 12, &digits, NULL);
    if (digits == 11 || digits == 12)
        return !braced && ends(text + at) ? at : 0;
    if (digits < 3 || digits > 4)
        return 0;
    at += braced ? text[at] == ')' : 0;
    at += strncmp(text + at, "—", 3) == 0 ? 3 : strspn(text + at, " -") == 0 ? 0 : 1;
    if (!braced && is_digit(text[at - 1]))
        return 0;
    length = digits_at(text + at, " -", 8, &digits, NULL);
    if (digits < 7 || !ends(text + at + length))
        return 0;
    return at + length + extension_at(text + at + length);
}

/* Of one's own place, so that the word before is all that tells: 电话62345678. */
static size_t local_at(const char *text, size_t at)
{
    static const char *const labels[] = {"电话", "手机", "座机",     "联系方式", "TEL",
                                         "Tel",  "tel",  "电话号码", "致电",     NULL};
    size_t digits, length;

    if (!label_before(text, at, labels))
        return 0;
    length = digits_at(text + at, "- ", 8, &digits, NULL);
    return digits >= 7 && ends(text + at + length) ? length : 0;
}

/* 一三九一二三四五六七八, with 幺 for 一. */
static size_t spoken_at(const char *text)
{
    static const char *const numerals[] = {"零", "〇", "一", "二", "三", "四", "五",
                                           "六", "七", "八", "九", "幺", "两", NULL};
    static const char *const first[] = {"一三", "一四", "一五", "一六", "一七", "一八", "一九", "幺三",
                                        "幺四", "幺五", "幺六", "幺七", "幺八", "幺九", NULL};
    size_t at = 0, count = 0, length;

    if (word_at(text, first) == 0)
        return 0;
    for (; count < 11 && (length = word_at(text + at, numerals)) != 0; count++)
        at += length;
    return count == 11 ? at : 0;
}

struct hidden find_phone(const char *text, size_t at)
{
    static const char *const latin[] = {"TEL", "Tel", "tel", "PHONE", "phone", "Phone", "MOB", "mob",
                                        "VX",  "vx",  "wx",  "WX",    "V",     "v",     NULL};
    static const char *const codes[] = {"+86", "0086", "86-", "86 ", "86", NULL};
    const char *here = text + at;
    size_t code = word_at(here, codes), length;

    if ((length = spoken_at(here)) != 0)
        return (struct hidden){0, length, "[电话]"};
    if (!at_border(text, at) && !word_before(text, at, latin))
        return nothing;
    if ((length = mobile_at(here)) != 0 || (length = landline_at(here)) != 0 ||
        (length = local_at(text, at)) != 0)
        return (struct hidden){0, length, "[电话]"};
    if (code != 0) {
        code += here[code] == ' ' || here[code] == '-';
        if ((length = mobile_at(here + code)) != 0)
            return (struct hidden){0, code + length, "[电话]"};
    }
    return nothing;
}

static bool is_province(const char *digits)
{
    static const char codes[] = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 "
                                "54 61 62 63 64 65 71 81 82 83 ";

    for (const char *code = codes; *code != '\0'; code += 3)
        if (memcmp(code, digits, 2) == 0)
            return true;
    return false;
}

static bool is_day(const char *digits)
{
    int month = (digits[0] - '0') * 10 + digits[1] - '0', day = (digits[2] - '0') * 10 + digits[3] - '0';

    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

/* 18 signs, the last of them a digit or X: a province, a birthday of the last century or this one. */
static size_t identity_at(const char *text)
{
    char plain[19];
    size_t digits, length = digits_at(text, " -", 18, &digits, plain);

    if (digits == 17) {
        length += text[length] == ' ' || text[length] == '-';
        if (text[length] != 'X' && text[length] != 'x')
            return 0;
        length++;
    }
    if (digits < 17 || !ends(text + length) || !is_province(plain) || !is_day(plain + 10))
        return 0;
    return memcmp(plain + 6, "19", 2) == 0 || memcmp(plain + 6, "20", 2) == 0 ? length : 0;
}

/* Behind its name a number of another form is one as well: of fifteen digits, a passport's, one mistyped. */
static size_t named_paper_at(const char *text, size_t at)
{
    static const char *const labels[] = {"身份证",   "身份证号", "身份证号码", "证件号", "证件号码",
                                         "驾驶证号", "驾驶证",   "护照",       "护照号", NULL};
    size_t letters = text[at] >= 'A' && text[at] <= 'Z', digits, length;

    if (!label_before(text, at, labels))
        return 0;
    length = letters + digits_at(text + at + letters, " -", 18, &digits, NULL);
    length += digits >= 14 && (text[at + length] == 'X' || text[at + length] == 'x');
    return digits >= 8 && ends(text + at + length) ? length : 0;
}

/* Luhn's sum of digits, every other one doubled from behind. */
static bool sum_holds(const char *digits, size_t count)
{
    int sum = 0;

    for (size_t i = 0; i < count; i++) {
        int digit = digits[count - 1 - i] - '0';
        digit <<= i % 2;
        sum += digit > 9 ? digit - 9 : digit;
    }
    return sum % 10 == 0;
}

static size_t bank_card_at(const char *text, size_t at)
{
    static const char *const labels[] = {"卡号",   "银行卡", "银行卡号", "账号", "帐号", "账户",
                                         "信用卡", "储蓄卡", "行卡",     "农行", "工行", "建行",
                                         "中行",   "招行",   "交行",     "卡",   NULL};
    enum { CARD_LEAST = 16, CARD_MOST = 19, MOST = 32 };
    char plain[MOST];
    size_t digits, length = digits_at(text + at, " -", MOST, &digits, plain);
    bool named = digits >= 12 && label_before(text, at, labels);
    bool is_card = digits >= CARD_LEAST && digits <= CARD_MOST &&
                   (memcmp(plain, "62", 2) == 0 || strchr("345", plain[0]) != NULL) &&
                   sum_holds(plain, digits);

    return (named || is_card) && ends(text + at + length) ? length : 0;
}

struct hidden find_card(const char *text, size_t at)
{
    size_t length;

    if (!at_border(text, at))
        return nothing;
    if ((length = identity_at(text + at)) != 0 || (length = named_paper_at(text, at)) != 0)
        return (struct hidden){0, length, "[证件号]"};
    if ((length = bank_card_at(text, at)) != 0)
        return (struct hidden){0, length, "[卡号]"};
    return nothing;
}

/* At most 64 signs before the @ (RFC 5321), so that no text is looked through twice. */
struct hidden find_email(const char *text, size_t at)
{
    static const char signs[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._+-";
    enum { LOCAL_MOST = 64, HOST_MOST = 255 };
    size_t local = 0, host = 0;

    if (!at_border(text, at))
        return nothing;
    while (local < LOCAL_MOST && text[at + local] != '\0' && strchr(signs, text[at + local]) != NULL)
        local++;
    if (local == 0 || text[at + local] != '@')
        return nothing;
    const char *name = text + at + local + 1;
    while (host < HOST_MOST && name[host] != '\0' &&
           (is_word(name[host]) || name[host] == '.' || name[host] == '-'))
        host++;
    if (host <= 3 || memchr(name, '.', host) == NULL)
        return nothing;
    return (struct hidden){0, local + 1 + host, "[邮箱]"};
}

/* The label stays: 微信：zhang_san88, QQ 12345678. Without a mark between them only Chinese labels count. */
struct hidden find_account(const char *text, size_t at)
{
    static const char *const chinese[] = {"微信号", "微信", "薇信",   "威信号",     "威信",   "V信",
                                          "v信",    "扣扣", "抖音号", "支付宝账号", "支付宝", NULL};
    static const char *const latin[] = {"WeChat", "wechat", "Wechat", "QQ号", "QQ", "qq",
                                        "VX",     "vx",     "Vx",     "WX",   "wx", NULL};
    enum { LEAST = 5, MOST = 24 };
    size_t own = word_at(text + at, chinese), label = own != 0 ? own : word_at(text + at, latin), id = 0;
    static const char *const links[] = {"同号", "号", "是", "为", NULL};

    if (label == 0 || (own == 0 && !at_border(text, at)))
        return nothing;
    label += word_at(text + at + label, links);
    size_t parted = blanks_at(text + at + label);
    const char *sign = text + at + label + parted;
    while (id < MOST && (is_word(sign[id]) || (id > 0 && (sign[id] == '_' || sign[id] == '-'))))
        id++;
    if (id < LEAST || is_word(sign[id]) || (own == 0 && parted == 0 && text[at] != 'Q' && text[at] != 'q'))
        return nothing;
    return (struct hidden){label + parted, id, "[账号]"};
}
