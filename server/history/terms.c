#include "history/terms.h"

#include <pthread.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* clang-format off */
/* Longer terms stand before the shorter ones that they contain. */
static const struct term terms[] = {
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
    {"仪表板", WORK_INTERIOR, PART_INTERIOR},            {"仪表", WORK_ODOMETER, PART_INSTRUMENT},
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
/* clang-format on */

/* Terms that begin with the same three bytes, which are one character of Chinese, are in one chain. */
enum { CHAINS = 256, END = -1, HEAD_BYTES = 3 };
static int heads[CHAINS], after[COUNT(terms)];
static pthread_once_t chained = PTHREAD_ONCE_INIT;

static size_t chain_of(const char *text)
{
    const unsigned char *at = (const unsigned char *)text;

    return (at[0] * 31u + at[1] * 7u + at[2]) % CHAINS;
}

static void build_chains(void)
{
    for (size_t i = 0; i < CHAINS; i++)
        heads[i] = END;
    for (int i = COUNT(terms) - 1; i >= 0; i--) {
        size_t chain = chain_of(terms[i].text);
        after[i] = heads[chain];
        heads[chain] = i;
    }
}

struct place {
    int term;
    const char *at;
};

enum { MOST_PLACES = 32 };

/* In the table's order; only where a term stands first. */
static size_t put_place(struct place *places, size_t count, struct place p)
{
    size_t i = count;

    for (size_t j = 0; j < count; j++)
        if (places[j].term == p.term)
            return count;
    if (count == MOST_PLACES)
        return count;
    for (; i > 0 && places[i - 1].term > p.term; i--)
        places[i] = places[i - 1];
    places[i] = p;
    return count + 1;
}

static size_t find_places(const char *text, struct place places[MOST_PLACES])
{
    size_t count = 0;

    pthread_once(&chained, build_chains);
    for (size_t left = strlen(text); left >= HEAD_BYTES; left--, text++)
        for (int i = heads[chain_of(text)]; i != END; i = after[i])
            if (strncmp(text, terms[i].text, strlen(terms[i].text)) == 0)
                count = put_place(places, count, (struct place){i, text});
    return count;
}

/* A term inside one that was found before it, such as 纵梁 in 前纵梁, is not named a second time. */
static bool is_inside_another(const struct named *n, const struct named *found, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (n->at >= found[i].at && n->at + n->length <= found[i].at + found[i].length)
            return true;
    return false;
}

size_t terms_in(const char *text, struct named found[TERMS_MOST])
{
    struct place places[MOST_PLACES];
    size_t count = 0, places_count = find_places(text, places);

    for (size_t i = 0; i < places_count && count < TERMS_MOST; i++) {
        const struct term *t = &terms[places[i].term];
        struct named n = {t, places[i].at, strlen(t->text)};

        if (!is_inside_another(&n, found, count))
            found[count++] = n;
    }
    return count;
}
