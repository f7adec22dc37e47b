#include "history/lexicon.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* clang-format off */
struct phrase {
    const char *text;
    enum work_code work;
    enum part_code part;
};

/* What is named. Longer phrases stand before the shorter ones that they contain. */
static const struct phrase phrases[] = {
    {"蓄电池", WORK_BATTERY_12V, PART_BATTERY_12V},      {"电瓶", WORK_BATTERY_12V, PART_BATTERY_12V},
    {"启停电池", WORK_BATTERY_12V, PART_BATTERY_12V},
    {"动力电池", WORK_TRACTION_BATTERY, PART_TRACTION_BATTERY}, {"高压电池", WORK_TRACTION_BATTERY, PART_TRACTION_BATTERY},
    {"电池包", WORK_TRACTION_BATTERY, PART_TRACTION_BATTERY},   {"电池模组", WORK_TRACTION_BATTERY, PART_TRACTION_BATTERY},
    {"驱动电机", WORK_DRIVE_MOTOR, PART_DRIVE_MOTOR},    {"驱动总成", WORK_DRIVE_MOTOR, PART_DRIVE_MOTOR},
    {"电驱总成", WORK_DRIVE_MOTOR, PART_DRIVE_MOTOR},    {"电机控制器", WORK_DRIVE_MOTOR, PART_DRIVE_MOTOR},
    {"逆变器", WORK_DRIVE_MOTOR, PART_DRIVE_MOTOR},
    {"车载充电机", WORK_CHARGING, PART_ELECTRICAL},      {"充电口", WORK_CHARGING, PART_ELECTRICAL},
    {"充电枪", WORK_CHARGING, PART_ELECTRICAL},          {"充电", WORK_CHARGING, PART_ELECTRICAL},

    {"安全气囊", WORK_RESTRAINTS, PART_AIRBAG},          {"气囊", WORK_RESTRAINTS, PART_AIRBAG},
    {"安全带", WORK_RESTRAINTS, PART_SEAT_BELT},

    {"前纵梁", WORK_STRUCTURE, PART_STRUCTURE},          {"后纵梁", WORK_STRUCTURE, PART_STRUCTURE},
    {"纵梁", WORK_STRUCTURE, PART_STRUCTURE},            {"A柱", WORK_STRUCTURE, PART_STRUCTURE},
    {"B柱", WORK_STRUCTURE, PART_STRUCTURE},             {"C柱", WORK_STRUCTURE, PART_STRUCTURE},
    {"减震器塔座", WORK_STRUCTURE, PART_STRUCTURE},      {"悬架塔座", WORK_STRUCTURE, PART_STRUCTURE},
    {"减振器座", WORK_STRUCTURE, PART_STRUCTURE},        {"减震器座", WORK_STRUCTURE, PART_STRUCTURE},
    {"大梁校正", WORK_STRUCTURE, PART_OTHER},            {"车身校正", WORK_STRUCTURE, PART_OTHER},

    {"组合仪表", WORK_ODOMETER, PART_INSTRUMENT},        {"仪表总成", WORK_ODOMETER, PART_INSTRUMENT},
    {"仪表盘", WORK_ODOMETER, PART_INSTRUMENT},          {"里程表", WORK_ODOMETER, PART_INSTRUMENT},

    {"机油滤", WORK_FILTERS, PART_FILTER},               {"机滤", WORK_FILTERS, PART_FILTER},
    {"空气滤", WORK_FILTERS, PART_FILTER},               {"空滤", WORK_FILTERS, PART_FILTER},
    {"空调滤", WORK_FILTERS, PART_FILTER},               {"汽油滤", WORK_FILTERS, PART_FILTER},
    {"柴油滤", WORK_FILTERS, PART_FILTER},               {"燃油滤", WORK_FILTERS, PART_FILTER},
    {"滤清器", WORK_FILTERS, PART_FILTER},               {"滤芯", WORK_FILTERS, PART_FILTER},
    {"滤网", WORK_FILTERS, PART_FILTER},
    {"机油泵", WORK_ENGINE, PART_ENGINE},                {"机油尺", WORK_ENGINE, PART_ENGINE},
    {"机油", WORK_OIL, PART_OIL},                        {"润滑油", WORK_OIL, PART_OIL},
    {"制动液", WORK_FLUIDS, PART_FLUID},                 {"刹车油", WORK_FLUIDS, PART_FLUID},
    {"变速箱油", WORK_FLUIDS, PART_FLUID},               {"变速器油", WORK_FLUIDS, PART_FLUID},
    {"齿轮油", WORK_FLUIDS, PART_FLUID},                 {"转向油", WORK_FLUIDS, PART_FLUID},
    {"助力油", WORK_FLUIDS, PART_FLUID},                 {"玻璃水", WORK_FLUIDS, PART_FLUID},
    {"防冻液", WORK_COOLING, PART_FLUID},                {"冷却液", WORK_COOLING, PART_FLUID},
    {"冷媒", WORK_AIR_CONDITIONING, PART_FLUID},         {"制冷剂", WORK_AIR_CONDITIONING, PART_FLUID},
    {"尿素", WORK_EXHAUST, PART_FLUID},

    {"制动", WORK_BRAKES, PART_BRAKE},                   {"刹车灯", WORK_LIGHTS, PART_LIGHT},
    {"刹车", WORK_BRAKES, PART_BRAKE},                   {"手刹", WORK_BRAKES, PART_BRAKE},
    {"卡钳", WORK_BRAKES, PART_BRAKE},                   {"ABS", WORK_BRAKES, PART_BRAKE},
    {"轮胎", WORK_TYRES, PART_TYRE},                     {"补胎", WORK_TYRES, PART_SMALL},
    {"雪地胎", WORK_TYRES, PART_TYRE},                   {"胎压", WORK_TYRES, PART_ELECTRICAL},
    {"四轮定位", WORK_ALIGNMENT, PART_OTHER},            {"动平衡", WORK_ALIGNMENT, PART_OTHER},
    {"减震器", WORK_SUSPENSION, PART_SUSPENSION},        {"减振器", WORK_SUSPENSION, PART_SUSPENSION},
    {"下摆臂", WORK_SUSPENSION, PART_SUSPENSION},        {"摆臂", WORK_SUSPENSION, PART_SUSPENSION},
    {"稳定杆", WORK_SUSPENSION, PART_SUSPENSION},        {"悬架", WORK_SUSPENSION, PART_SUSPENSION},
    {"悬挂", WORK_SUSPENSION, PART_SUSPENSION},          {"平衡杆", WORK_SUSPENSION, PART_SUSPENSION},
    {"球头", WORK_STEERING, PART_STEERING},              {"方向机", WORK_STEERING, PART_STEERING},
    {"转向灯", WORK_LIGHTS, PART_LIGHT},                 {"转向", WORK_STEERING, PART_STEERING},
    {"正时", WORK_TIMING, PART_BELT},                    {"皮带", WORK_ENGINE, PART_BELT},
    {"火花塞", WORK_IGNITION, PART_IGNITION},            {"点火", WORK_IGNITION, PART_IGNITION},
    {"高压包", WORK_IGNITION, PART_IGNITION},
    {"喷油", WORK_FUEL, PART_FUEL},                      {"燃油", WORK_FUEL, PART_FUEL},
    {"汽油泵", WORK_FUEL, PART_FUEL},                    {"节气门", WORK_FUEL, PART_FUEL},
    {"油路", WORK_FUEL, PART_FUEL},                      {"积碳", WORK_ENGINE, PART_OTHER},
    {"节温器", WORK_COOLING, PART_COOLING},              {"水泵", WORK_COOLING, PART_COOLING},
    {"水箱", WORK_COOLING, PART_COOLING},                {"散热器", WORK_COOLING, PART_COOLING},
    {"三元催化", WORK_EXHAUST, PART_EXHAUST},            {"氧传感器", WORK_EXHAUST, PART_EXHAUST},
    {"颗粒捕集", WORK_EXHAUST, PART_EXHAUST},            {"排气", WORK_EXHAUST, PART_EXHAUST},
    {"尾气", WORK_EXHAUST, PART_EXHAUST},                {"消声器", WORK_EXHAUST, PART_EXHAUST},
    {"EGR", WORK_EXHAUST, PART_EXHAUST},                 {"DPF", WORK_EXHAUST, PART_EXHAUST},
    {"变速箱", WORK_GEARBOX, PART_TRANSMISSION},         {"变速器", WORK_GEARBOX, PART_TRANSMISSION},
    {"离合器", WORK_CLUTCH, PART_TRANSMISSION},          {"半轴", WORK_DRIVELINE, PART_TRANSMISSION},
    {"传动轴", WORK_DRIVELINE, PART_TRANSMISSION},       {"差速器", WORK_DRIVELINE, PART_TRANSMISSION},
    {"轮毂轴承", WORK_DRIVELINE, PART_TRANSMISSION},     {"球笼", WORK_DRIVELINE, PART_TRANSMISSION},
    {"压缩机", WORK_AIR_CONDITIONING, PART_AIR_CONDITIONING}, {"冷凝器", WORK_AIR_CONDITIONING, PART_AIR_CONDITIONING},
    {"蒸发箱", WORK_AIR_CONDITIONING, PART_AIR_CONDITIONING}, {"空调", WORK_AIR_CONDITIONING, PART_AIR_CONDITIONING},
    {"气缸", WORK_ENGINE, PART_ENGINE},                  {"缸垫", WORK_ENGINE, PART_ENGINE},
    {"活塞", WORK_ENGINE, PART_ENGINE},                  {"气门", WORK_ENGINE, PART_ENGINE},
    {"涡轮增压", WORK_ENGINE, PART_ENGINE},              {"曲轴", WORK_ENGINE, PART_ENGINE},
    {"发动机", WORK_ENGINE, PART_ENGINE},                {"机脚", WORK_ENGINE, PART_ENGINE},
    {"前照灯", WORK_LIGHTS, PART_LIGHT},                 {"大灯", WORK_LIGHTS, PART_LIGHT},
    {"尾灯", WORK_LIGHTS, PART_LIGHT},                   {"雾灯", WORK_LIGHTS, PART_LIGHT},
    {"灯泡", WORK_LIGHTS, PART_LIGHT},                   {"雨刮", WORK_WIPERS, PART_SMALL},
    {"雨刷", WORK_WIPERS, PART_SMALL},                   {"挡风玻璃", WORK_GLASS, PART_GLASS},
    {"玻璃升降", WORK_ELECTRICAL, PART_ELECTRICAL},      {"玻璃", WORK_GLASS, PART_GLASS},
    {"后视镜", WORK_BODY, PART_BODY},                    {"保险杠", WORK_BODY, PART_BODY},
    {"翼子板", WORK_BODY, PART_BODY},                    {"发动机罩", WORK_BODY, PART_BODY},
    {"引擎盖", WORK_BODY, PART_BODY},                    {"车门", WORK_BODY, PART_BODY},
    {"后备箱", WORK_BODY, PART_BODY},                    {"行李箱", WORK_BODY, PART_BODY},
    {"防撞梁", WORK_BODY, PART_BODY},                    {"散热器框架", WORK_BODY, PART_BODY},
    {"水箱框架", WORK_BODY, PART_BODY},                  {"格栅", WORK_BODY, PART_BODY},
    {"中网", WORK_BODY, PART_BODY},                      {"钣金", WORK_BODY, PART_BODY},
    {"喷漆", WORK_PAINT, PART_SMALL},                    {"烤漆", WORK_PAINT, PART_SMALL},
    {"补漆", WORK_PAINT, PART_SMALL},                    {"油漆", WORK_PAINT, PART_SMALL},
    {"座椅", WORK_INTERIOR, PART_INTERIOR},              {"内饰", WORK_INTERIOR, PART_INTERIOR},
    {"地毯", WORK_INTERIOR, PART_INTERIOR},              {"仪表台", WORK_INTERIOR, PART_INTERIOR},
    {"发电机", WORK_ELECTRICAL, PART_ELECTRICAL},        {"起动机", WORK_ELECTRICAL, PART_ELECTRICAL},
    {"线束", WORK_ELECTRICAL, PART_ELECTRICAL},          {"传感器", WORK_ELECTRICAL, PART_ELECTRICAL},
    {"保险丝", WORK_ELECTRICAL, PART_ELECTRICAL},        {"电路", WORK_ELECTRICAL, PART_ELECTRICAL},
    {"电脑板", WORK_ELECTRICAL, PART_ELECTRICAL},        {"开关", WORK_ELECTRICAL, PART_ELECTRICAL},
    {"喇叭", WORK_ELECTRICAL, PART_ELECTRICAL},          {"钥匙", WORK_ELECTRICAL, PART_ELECTRICAL},
    {"密封圈", WORK_OTHER, PART_SMALL},                  {"垫片", WORK_OTHER, PART_SMALL},
    {"卡扣", WORK_OTHER, PART_SMALL},                    {"螺丝", WORK_OTHER, PART_SMALL},
    {"螺栓", WORK_OTHER, PART_SMALL},                    {"辅料", WORK_OTHER, PART_SMALL},
    {"清洗剂", WORK_CLEANING, PART_SMALL},               {"清洗", WORK_CLEANING, PART_SMALL},
    {"洗车", WORK_CLEANING, PART_SMALL},                 {"保养", WORK_MAINTENANCE, PART_OTHER},
    {"诊断", WORK_DIAGNOSIS, PART_OTHER},                {"检测", WORK_DIAGNOSIS, PART_OTHER},
    {"检查", WORK_DIAGNOSIS, PART_OTHER},                {"检修", WORK_DIAGNOSIS, PART_OTHER},
};

/* Words after which nothing has been repaired or fitted. */
static const char *const only_looked_at[] = {"检查", "检测", "检视", "查看", "诊断", "测量", "清洁", "清洗", "拆装", "拆检"};
static const char *const denials[] = {"无", "没有", "未", "非", "不含", "排除"};
static const char *const renewals[] = {"更换", "换新", "新装"};
static const char *const repairs[] = {"修复", "校正", "整形", "焊接", "切割", "维修", "拉伸", "钣金", "矫正"};

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

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
/* clang-format on */

static bool holds_one(const char *text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strstr(text, words[i]) != NULL)
            return true;
    return false;
}

/* Whether one of the words stands right before `at`, with at most two characters of Chinese between. */
static bool stands_before(const char *text, const char *at, const char *const *words, size_t count)
{
    enum { NEAR = 6 };

    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(words[i]);
        for (size_t gap = 0; gap <= NEAR; gap += 3)
            if ((size_t)(at - text) >= length + gap && memcmp(at - gap - length, words[i], length) == 0)
                return true;
    }
    return false;
}

static signal_codes damages_in(const char *text)
{
    signal_codes found = 0;

    for (size_t i = 0; i < COUNT(damages); i++) {
        const char *at = strstr(text, damages[i].text);
        if (at != NULL && !stands_before(text, at, denials, COUNT(denials)) &&
            !stands_before(text, at, only_looked_at, COUNT(only_looked_at)))
            found |= CODE_BIT(damages[i].signal);
    }
    return found;
}

static bool is_renewed(const char *clause)
{
    for (size_t i = 0; i < COUNT(renewals); i++) {
        const char *at = strstr(clause, renewals[i]);
        if (at != NULL && !stands_before(clause, at, denials, COUNT(denials)))
            return true;
    }
    return strncmp(clause, "换", strlen("换")) == 0;
}

static bool is_accessory(const struct phrase *p, const char *clause)
{
    const char *behind = strstr(clause, p->text) + strlen(p->text);

    for (size_t i = 0; i < COUNT(accessories); i++)
        if (strncmp(behind, accessories[i], strlen(accessories[i])) == 0)
            return true;
    return false;
}

/* What the work on a named thing means to a buyer. */
static signal_codes meaning_of(const struct phrase *p, const char *name)
{
    bool renewed = is_renewed(name);

    if (is_accessory(p, name))
        return 0;
    switch (p->work) {
    case WORK_STRUCTURE:
        return renewed || holds_one(name, repairs, COUNT(repairs)) ? CODE_BIT(SIGNAL_STRUCTURE) : 0;
    case WORK_RESTRAINTS: return renewed && p->part == PART_AIRBAG ? CODE_BIT(SIGNAL_AIRBAG) : 0;
    case WORK_TRACTION_BATTERY: return renewed ? CODE_BIT(SIGNAL_TRACTION_BATTERY) : 0;
    case WORK_DRIVE_MOTOR: return renewed ? CODE_BIT(SIGNAL_DRIVE_UNIT) : 0;
    case WORK_ODOMETER: return renewed ? CODE_BIT(SIGNAL_ODOMETER) : 0;
    default: return 0;
    }
}

/* A phrase inside one that was found before it, such as 纵梁 in 前纵梁, is not named a second time. */
static bool is_new(const char *at, size_t length, const char *const *taken, const size_t *lengths,
                   size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (at >= taken[i] && at + length <= taken[i] + lengths[i])
            return false;
    return true;
}

enum { MOST_PHRASES = 8 };

static size_t find_phrases(const char *name, const struct phrase *found[MOST_PHRASES])
{
    const char *taken[MOST_PHRASES];
    size_t lengths[MOST_PHRASES], count = 0;

    for (size_t i = 0; i < COUNT(phrases) && count < MOST_PHRASES; i++) {
        const char *at = strstr(name, phrases[i].text);
        size_t length = strlen(phrases[i].text);

        if (at == NULL || !is_new(at, length, taken, lengths, count))
            continue;
        taken[count] = at;
        lengths[count] = length;
        found[count++] = &phrases[i];
    }
    return count;
}

static void read_clause(const char *clause, work_codes *works, signal_codes *signals)
{
    const struct phrase *found[MOST_PHRASES];
    size_t count = find_phrases(clause, found);
    bool looked_at = holds_one(clause, only_looked_at, COUNT(only_looked_at)) && !is_renewed(clause);
    enum work_code without_repair = strstr(clause, "清") != NULL ? WORK_CLEANING : WORK_DIAGNOSIS;

    for (size_t i = 0; i < count; i++) {
        *works |= CODE_BIT(looked_at ? without_repair : found[i]->work);
        if (!looked_at)
            *signals |= meaning_of(found[i], clause);
    }
    *signals |= damages_in(clause);
}

/* The bytes of a mark that ends a clause; 0 for anything else. What is checked in one may be renewed in the
 * next. */
static size_t border_at(const char *text)
{
    static const char *const marks[] = {"、", "，", "；", "。", ",", ";", "/", "+"};

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
    const struct phrase *found[MOST_PHRASES];

    *parts |= CODE_BIT(find_phrases(name, found) > 0 ? found[0]->part : PART_OTHER);
}

void lexicon_read_fault(const char *text, signal_codes *signals)
{
    *signals |= damages_in(text);
}
