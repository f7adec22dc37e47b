#include "history/scrub.h"

#include <string.h>

#include "history/plate.h"
#include "history/text.h"

enum { HAN = 3 };

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char *const titles[] = {"先生", "女士", "小姐", "师傅"};
static const char *const labels[] = {"联系人", "车主", "姓名", "送修人", "托修方"};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool is_word(char c)
{
    return is_digit(c) || is_letter(c);
}

static size_t han_at(const char *text)
{
    unsigned char c = (unsigned char)*text;

    return c >= 0xe4 && c <= 0xe9 && text[1] != '\0' && text[2] != '\0' ? HAN : 0;
}

/* Digits in a row, with single blanks or hyphens between them when these are allowed; how many bytes in
 * *length. */
static size_t count_digits(const char *text, bool parted, size_t *length)
{
    size_t digits = 0, at = 0;

    *length = 0;
    while (is_digit(text[at])) {
        digits++;
        *length = ++at;
        if (parted && (text[at] == ' ' || text[at] == '-') && is_digit(text[at + 1]))
            at++;
    }
    return digits;
}

/* 18 signs, the last of them a digit or X, with a month and a day where they belong. */
static size_t identity_at(const char *text)
{
    size_t length;
    size_t digits = count_digits(text, false, &length);
    bool complete = digits == 18 || (digits == 17 && (text[17] == 'X' || text[17] == 'x'));

    if (!complete || is_word(text[18]))
        return 0;
    int month = (text[10] - '0') * 10 + text[11] - '0', day = (text[12] - '0') * 10 + text[13] - '0';
    return month >= 1 && month <= 12 && day >= 1 && day <= 31 ? 18 : 0;
}

/* The bytes of just so many digits, single blanks or hyphens among them, that end at a border; 0 when there
 * are none. */
static size_t run_of(const char *text, size_t wanted)
{
    size_t at = 0;

    for (size_t digits = 0; digits < wanted; digits++) {
        if (digits > 2 && (text[at] == ' ' || text[at] == '-')) /* part numbers are parted earlier */
            at++;
        if (!is_digit(text[at++]))
            return 0;
    }
    return is_word(text[at]) ? 0 : at;
}

/* A mobile number with or without the country's code; or the code of a place, which begins with 0, and a
 * number. */
static size_t phone_at(const char *text)
{
    size_t length;

    if (text[0] == '1' && text[1] >= '3')
        return run_of(text, 11);
    if (strncmp(text, "86", 2) == 0 && (text[2] == ' ' || text[2] == '-'))
        return (length = run_of(text + 3, 11)) == 0 ? 0 : length + 3;
    if (strncmp(text, "861", 3) == 0)
        return run_of(text, 13);
    if (strncmp(text, "00861", 5) == 0)
        return run_of(text, 15);
    if (text[0] != '0')
        return 0;
    return (length = run_of(text, 12)) != 0 ? length : run_of(text, 11);
}

/* A plate as people write it: 沪A·12345, 沪a12345. The bytes in the text, not those of the plate. */
static size_t written_plate_at(const char *text)
{
    enum { SERIAL_BYTES = 10 };
    char plate[HAN + 1 + SERIAL_BYTES + 1] = "";
    size_t parted = HAN + 1, length, filled;

    if (han_at(text) == 0)
        return 0;
    if (!is_letter(text[parted - 1]))
        return 0;
    length = strncmp(text + parted, "·", 2) == 0 ? 2 : text[parted] == ' ' || text[parted] == '-' ? 1 : 0;
    memcpy(plate, text, HAN + 1);
    for (filled = HAN + 1; filled < sizeof(plate) - 1 && text[filled + length] != '\0'; filled++)
        plate[filled] = text[filled + length];
    for (size_t i = HAN; i < filled; i++)
        plate[i] = plate[i] >= 'a' && plate[i] <= 'z' ? (char)(plate[i] - 'a' + 'A') : plate[i];
    filled = plate_at(plate);
    return filled == 0 || is_word(text[filled + length]) ? 0 : filled + length;
}

static size_t email_at(const char *text)
{
    size_t local = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._+-");

    if (local == 0 || text[local] != '@')
        return 0;
    size_t host =
        strspn(text + local + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-");
    return host > 3 && memchr(text + local + 1, '.', host) != NULL ? local + 1 + host : 0;
}

/* The commonest family names: together more than four people of five. */
static bool is_family_name(const char *text)
{
    static const char names[] =
        "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于"
        "杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫雷龙史陶"
        "贺毛郝顾龚邵万覃武钱戴严莫孔向常汤";

    for (const char *at = names; *at != '\0'; at += HAN)
        if (strncmp(at, text, HAN) == 0)
            return true;
    return false;
}

static bool begins_with_one(const char *text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strncmp(text, words[i], strlen(words[i])) == 0)
            return true;
    return false;
}

/* 王先生, 李小明女士: the bytes of the name before the title. */
static size_t titled_name_at(const char *text)
{
    for (size_t length = HAN; length <= 3 * HAN && han_at(text + length - HAN) != 0; length += HAN)
        if (begins_with_one(text + length, titles, COUNT(titles)))
            return is_family_name(text) ? length : 0;
    return 0;
}

/* The bytes of the characters of Chinese at `text`, three at most; a plate behind a name is none of it. */
static size_t name_length(const char *text)
{
    size_t length = 0;

    while (length < 3 * HAN && han_at(text + length) != 0 && written_plate_at(text + length) == 0)
        length += HAN;
    return length;
}

/* 车主王小明 is a name, 车主马上来取 is none: without a colon a name ends where the Chinese does, before a
 * plate, or before the word for its telephone. */
static size_t unparted_name_at(const char *text)
{
    static const char *const followers[] = {"电话", "手机", "联系"};

    for (size_t length = 2 * HAN; length <= name_length(text); length += HAN)
        if (begins_with_one(text + length, followers, COUNT(followers)) || han_at(text + length) == 0 ||
            written_plate_at(text + length) != 0)
            return length;
    return 0;
}

/* 联系人：王小明 - the bytes of the name behind the label, which stays. */
static size_t labelled_name_after(const char *text, size_t *label)
{
    for (size_t i = 0; i < COUNT(labels); i++) {
        size_t length = strlen(labels[i]);

        if (strncmp(text, labels[i], length) != 0)
            continue;
        size_t parted = strspn(text + length, ": ");
        *label = length + parted;
        if (!is_family_name(text + *label))
            return 0;
        return parted != 0 ? name_length(text + *label) : unparted_name_at(text + *label);
    }
    return 0;
}

struct found {
    size_t keep, length; /* bytes to keep, then bytes to hide */
    const char *mark;
};

static struct found look(const char *text, bool at_border, bool named)
{
    size_t length, label = 0;

    if (named && (length = titled_name_at(text)) != 0)
        return (struct found){0, length, "某"};
    if (named && (length = labelled_name_after(text, &label)) != 0)
        return (struct found){label, length, "某"};
    if ((length = written_plate_at(text)) != 0)
        return (struct found){0, length, "[车牌]"};
    if (!at_border)
        return (struct found){0, 0, NULL};
    if ((length = identity_at(text)) != 0)
        return (struct found){0, length, "[证件号]"};
    if ((length = phone_at(text)) != 0)
        return (struct found){0, length, "[电话]"};
    if ((length = email_at(text)) != 0)
        return (struct found){0, length, "[邮箱]"};
    return (struct found){0, 0, NULL};
}

/* A text in half width, and where each of its bytes stood: numbers are typed in both widths. */
struct folded {
    char *text;
    uint32_t *origin; /* one more than the text has bytes, for its end */
};

static struct folded fold(h2o_mem_pool_t *pool, const char *text)
{
    enum { WIDEST = 2 }; /* a byte that is no UTF-8 becomes a character of two */
    size_t length = strlen(text), at = 0, filled = 0;
    const char *next = text;
    struct folded f = {h2o_mem_alloc_pool(pool, length * WIDEST + 1),
                       h2o_mem_alloc_pool(pool, (length * WIDEST + 1) * sizeof(*f.origin))};

    while (at < length) {
        uint32_t c = text_half_width(text_next(&next, text + length));
        size_t until = (size_t)(text_put(f.text + filled, c) - f.text);

        while (filled < until)
            f.origin[filled++] = (uint32_t)at;
        at = (size_t)(next - text);
    }
    f.text[filled] = '\0';
    f.origin[filled] = (uint32_t)length;
    return f;
}

static const char *scrub_folded(h2o_mem_pool_t *pool, const char *text, const struct folded *f, bool named,
                                bool *found)
{
    enum { WORST = 4 }; /* a mark is at most that many times as long as what it hides */
    char *clean = h2o_mem_alloc_pool(pool, strlen(text) * WORST + 1), *end = clean;
    bool any = false;

    for (size_t at = 0; f->text[at] != '\0';) {
        struct found hit = look(f->text + at, at == 0 || !is_word(f->text[at - 1]), named);
        size_t kept = at + (hit.length == 0 ? 1 : hit.keep);
        size_t bytes = f->origin[kept] - f->origin[at];

        memcpy(end, text + f->origin[at], bytes);
        end += bytes;
        at = kept + hit.length;
        if (hit.length != 0) {
            end = stpcpy(end, hit.mark);
            any = true;
        }
    }
    *end = '\0';
    *found = *found || any;
    return any ? clean : text;
}

static bool holds_one(const char *text, uint64_t characters, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if ((text_characters(words[i]) & ~characters) == 0 && strstr(text, words[i]) != NULL)
            return true;
    return false;
}

const char *scrub_text(h2o_mem_pool_t *pool, const char *text, bool *found)
{
    /* Most texts hold neither a digit, of whatever width, nor a word that names go with. */
    uint64_t characters = text_characters(text);
    bool named = holds_one(text, characters, titles, COUNT(titles)) ||
                 holds_one(text, characters, labels, COUNT(labels));
    bool may_hold = named || strpbrk(text, "0123456789@\xef") != NULL;
    struct folded f;

    if (!may_hold)
        return text;
    f = fold(pool, text);
    return scrub_folded(pool, text, &f, named, found);
}
