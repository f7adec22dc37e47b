#include "history/lexicon.h"

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "history/terms.h"
#include "history/text.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* What was done to a thing, the weightier later. */
enum deed { NOT_TOLD, LOOKED_AT, REPAIRED, RENEWED };

/* clang-format off */
static const struct verb {
    const char *text;
    enum deed deed;
} verbs[] = {
    {"检查", LOOKED_AT}, {"检测", LOOKED_AT}, {"检视", LOOKED_AT}, {"查看", LOOKED_AT}, {"诊断", LOOKED_AT}, {"测量", LOOKED_AT},
    {"清洁", LOOKED_AT}, {"清洗", LOOKED_AT}, {"拆装", LOOKED_AT}, {"拆检", LOOKED_AT},
    {"修复", REPAIRED},  {"校正", REPAIRED},  {"整形", REPAIRED},  {"焊接", REPAIRED},  {"切割", REPAIRED},  {"维修", REPAIRED},
    {"拉伸", REPAIRED},  {"钣金", REPAIRED},  {"矫正", REPAIRED},
    {"更换", RENEWED},   {"换新", RENEWED},   {"新装", RENEWED},
};

static const char *const denials[] = {"无", "没有", "未", "非", "不含", "排除"};

/* What belongs to a thing but is not the thing: a clock spring is no airbag, a trim panel no pillar. */
static const char *const accessories[] = {"内饰", "饰板", "护板", "饰条", "游丝", "传感器", "电脑", "插头", "线束", "指示灯",
                                          "灯", "冷却", "DC", "支架", "盖板"};

static const struct {
    const char *text;
    enum signal_code signal;
} damages[] = {
    {"水淹", SIGNAL_FLOOD}, {"泡水", SIGNAL_FLOOD}, {"车辆浸水", SIGNAL_FLOOD}, {"车内浸水", SIGNAL_FLOOD}, {"涉水", SIGNAL_FLOOD},
    {"火烧", SIGNAL_FIRE},  {"过火", SIGNAL_FIRE},  {"自燃", SIGNAL_FIRE},  {"整车烧毁", SIGNAL_FIRE},
};
/* clang-format on */

/* The characters of each, since most words are in no text at all. */
static uint64_t verb_characters[COUNT(verbs)], damage_characters[COUNT(damages)];
static pthread_once_t characters_known = PTHREAD_ONCE_INIT;

static void learn_characters(void)
{
    for (size_t i = 0; i < COUNT(verbs); i++)
        verb_characters[i] = text_characters(verbs[i].text);
    for (size_t i = 0; i < COUNT(damages); i++)
        damage_characters[i] = text_characters(damages[i].text);
}

/* A clause, and which verbs may be in it. */
struct clause {
    const char *text;
    uint32_t verbs;
};

_Static_assert(COUNT(verbs) <= 32, "a bit for each verb");

static struct clause clause_of(const char *text)
{
    uint64_t lacks = ~text_characters(text);
    struct clause clause = {text, 0};

    pthread_once(&characters_known, learn_characters);
    for (size_t i = 0; i < COUNT(verbs); i++)
        if ((verb_characters[i] & lacks) == 0)
            clause.verbs |= 1u << i;
    return clause;
}

static const char *find_verb(const struct clause *clause, const char *from, size_t i)
{
    return clause->verbs & 1u << i ? strstr(from, verbs[i].text) : NULL;
}

/* Whether a denial stands right before `at`, with at most two characters of Chinese between. */
static bool is_denied(const char *text, const char *at)
{
    enum { NEAR = 6 };

    for (size_t i = 0; i < COUNT(denials); i++) {
        size_t length = strlen(denials[i]);
        for (size_t gap = 0; gap <= NEAR; gap += 3)
            if ((size_t)(at - text) >= length + gap && memcmp(at - gap - length, denials[i], length) == 0)
                return true;
    }
    return false;
}

static enum deed deed_of(const struct verb *v, const char *text, const char *at)
{
    return is_denied(text, at) ? LOOKED_AT : v->deed;
}

/* 换 is a verb only right before its thing or at the very beginning: it is a part of many other words. */
static bool is_short_renewal(const char *text, const char *at)
{
    static const char verb[] = "换";
    size_t length = strlen(verb);

    return (size_t)(at - text) >= length && memcmp(at - length, verb, length) == 0 &&
           !is_denied(text, at - length);
}

/* The last thing said to be done before `at`: 更换前纵梁, and 更换机油机滤 for both. */
static enum deed deed_before(const struct clause *clause, const char *at)
{
    const char *text = clause->text;
    const struct verb *verb = NULL;
    const char *last = text;

    for (size_t i = 0; i < COUNT(verbs); i++)
        for (const char *v = find_verb(clause, text, i); v != NULL && v < at;
             v = strstr(v + 1, verbs[i].text))
            if (v >= last) {
                last = v;
                verb = &verbs[i];
            }
    if (verb == NULL)
        return is_short_renewal(text, at) || strncmp(text, "换", strlen("换")) == 0 ? RENEWED : NOT_TOLD;
    bool touches = last + strlen(verb->text) == at;
    return !touches && is_short_renewal(text, at) ? RENEWED : deed_of(verb, text, last);
}

/* The weightiest deed between the thing and the next one: 前纵梁切割焊接. What touches the next is done to
 * that. */
static enum deed deed_behind(const struct clause *clause, const char *from, const char *next)
{
    const char *text = clause->text;
    enum deed deed = NOT_TOLD;

    for (size_t i = 0; i < COUNT(verbs); i++) {
        const char *v = find_verb(clause, from, i);
        bool is_of_this = v != NULL && (*next == '\0' || v + strlen(verbs[i].text) < next);

        if (is_of_this && deed_of(&verbs[i], text, v) > deed)
            deed = deed_of(&verbs[i], text, v);
    }
    return deed;
}

static bool is_verb(const struct named *thing)
{
    for (size_t i = 0; i < COUNT(verbs); i++)
        if (strncmp(thing->at, verbs[i].text, strlen(verbs[i].text)) == 0)
            return true;
    return false;
}

static const char *next_thing(const char *behind, const struct named *things, size_t count)
{
    const char *next = behind + strlen(behind);

    for (size_t i = 0; i < count; i++)
        if (things[i].at >= behind && things[i].at < next && !is_verb(&things[i]))
            next = things[i].at;
    return next;
}

static bool is_accessory(const struct named *thing)
{
    const char *behind = thing->at + thing->length;

    for (size_t i = 0; i < COUNT(accessories); i++)
        if (strncmp(behind, accessories[i], strlen(accessories[i])) == 0)
            return true;
    return false;
}

/* What the work on a named thing means to a buyer. */
static signal_codes meaning_of(const struct named *thing, enum deed deed)
{
    bool renewed = deed == RENEWED;

    if (is_accessory(thing))
        return 0;
    switch (thing->term->work) {
    case WORK_STRUCTURE: return deed >= REPAIRED ? CODE_BIT(SIGNAL_STRUCTURE) : 0;
    case WORK_RESTRAINTS: return renewed && thing->term->part == PART_AIRBAG ? CODE_BIT(SIGNAL_AIRBAG) : 0;
    case WORK_TRACTION_BATTERY: return renewed ? CODE_BIT(SIGNAL_TRACTION_BATTERY) : 0;
    case WORK_DRIVE_MOTOR: return renewed ? CODE_BIT(SIGNAL_DRIVE_UNIT) : 0;
    case WORK_ODOMETER: return renewed ? CODE_BIT(SIGNAL_ODOMETER) : 0;
    default: return 0;
    }
}

static signal_codes damages_in(const struct clause *clause)
{
    const char *text = clause->text;
    uint64_t lacks = ~text_characters(text);
    signal_codes found = 0;

    for (size_t i = 0; i < COUNT(damages); i++) {
        const char *at = damage_characters[i] & lacks ? NULL : strstr(text, damages[i].text);
        if (at != NULL && !is_denied(text, at) && deed_before(clause, at) != LOOKED_AT)
            found |= CODE_BIT(damages[i].signal);
    }
    return found;
}

static void read_clause(const char *text, work_codes *works, signal_codes *signals)
{
    struct clause clause = clause_of(text);
    struct named things[TERMS_MOST];
    size_t count = terms_in(text, things);
    enum work_code without_repair = strstr(text, "清") != NULL ? WORK_CLEANING : WORK_DIAGNOSIS;

    for (size_t i = 0; i < count; i++) {
        const char *behind = things[i].at + things[i].length;
        enum deed before = deed_before(&clause, things[i].at);
        enum deed after = deed_behind(&clause, behind, next_thing(behind, things, count));
        enum deed deed = before > after ? before : after;

        *works |= CODE_BIT(deed == LOOKED_AT ? without_repair : things[i].term->work);
        *signals |= meaning_of(&things[i], deed);
    }
    *signals |= damages_in(&clause);
}

/* The bytes of a mark that ends a clause; 0 for anything else. What is checked in one may be renewed in the
 * next. */
static size_t border_at(const char *text)
{
    static const char *const marks[] = {"、", "，", "；", "。", ",", ";", "/", "+"};

    if (strchr("\xe3\xef,;/+", *text) == NULL) /* how they begin */
        return 0;
    for (size_t i = 0; i < COUNT(marks); i++)
        if (strncmp(text, marks[i], strlen(marks[i])) == 0)
            return strlen(marks[i]);
    return 0;
}

void lexicon_read_work(const char *name, work_codes *works, signal_codes *signals)
{
    char clause[1024];
    size_t length = 0, border;
    work_codes before = *works;

    *works = 0;
    for (const char *at = name;; at += border) {
        border = border_at(at);
        if (*at != '\0' && border == 0) {
            if (length < sizeof(clause) - 1)
                clause[length++] = *at;
            border = 1;
            continue;
        }
        clause[length] = '\0';
        read_clause(clause, works, signals);
        length = 0;
        if (*at == '\0')
            break;
    }
    *works = before | (*works == 0 ? CODE_BIT(WORK_OTHER) : *works);
}

void lexicon_read_part(const char *name, part_codes *parts)
{
    struct named things[TERMS_MOST];

    *parts |= CODE_BIT(terms_in(name, things) > 0 ? things[0].term->part : PART_OTHER);
}

void lexicon_read_fault(const char *text, signal_codes *signals)
{
    struct clause clause = clause_of(text);

    *signals |= damages_in(&clause);
}
