#include "commands/sandbox_history.h"

#include <stddef.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* clang-format off */
const struct sandbox_workshop sandbox_workshops[SANDBOX_WORKSHOPS] = {
    {"000000000000001", "测试用一类维修企业", "1", "310115"},
    {"000000000000002", "测试用二类维修企业", "2", "320508"},
    {"000000000000003", "测试用三类维修企业", "3", "330106"},
};

const struct date sandbox_registered_on = {2018, 5, 18};
const char sandbox_registered_in[] = "310115";

/* As most vehicles begin. */
static const struct sandbox_job ordinary[] = {
    {{2018, 11, 10},  5012, 0, "首次保养、更换机油机滤", "机油", "常规保养"},
    {{2019, 11,  9}, 15340, 0, "更换机油机滤", "机油滤清器", "常规保养"},
    {{2020, 11, 14}, 25880, 1, "更换前制动片", "前制动片", "制动异响"},
    {{2021, 11, 20}, 36120, 0, "更换机油机滤、更换空调滤芯", "空调滤芯", "常规保养"},
    {{2022, 12,  3}, 47450, 1, "更换轮胎、四轮定位", "轮胎", "轮胎磨损"},
    {{2024,  1, 13}, 58900, 0, "更换蓄电池", "蓄电池", "起动困难"},
};

static const struct sandbox_job turned_back[] = {
    {{2024,  1, 13}, 31200, 1, "更换机油机滤", "机油", "常规保养"},
    {{2024,  9, 21}, 36300, 2, "更换雨刮片", "雨刮片", "雨刮刮不净"},
    {{2025,  6, 14}, 41800, 0, "更换机油机滤", "机油", "常规保养"},
};
static const struct sandbox_job instrument_replaced[] = {
    {{2023,  5, 20}, 50300, 1, "更换仪表总成", "组合仪表", "仪表黑屏"},
    {{2024,  5, 18},  6200, 0, "更换机油机滤", "机油", "常规保养"},
};
static const struct sandbox_job mistyped[] = {
    {{2022, 12,  3},  4745, 1, "更换轮胎、四轮定位", "轮胎", "轮胎磨损"},
    {{2024,  1, 13}, 58900, 0, "更换蓄电池", "蓄电池", "起动困难"},
};
static const struct sandbox_job collision[] = {
    {{2022,  3,  5}, 39900, 1, "左前纵梁切割焊接、更换前保险杠", "前保险杠", "前部碰撞"},
};
static const struct sandbox_job flood[] = {
    {{2022,  7, 23}, 43100, 1, "清洗内饰、更换地毯", "地毯", "车辆涉水"},
};
static const struct sandbox_job fire[] = {
    {{2022,  8,  6}, 43600, 1, "更换发动机线束", "线束", "发动机舱过火"},
};
static const struct sandbox_job airbags[] = {
    {{2022,  3,  5}, 39900, 1, "更换驾驶员安全气囊、更换安全带", "安全气囊", "前部碰撞"},
};
static const struct sandbox_job battery[] = {
    {{2019,  6,  1},  18200, 0, "更换制动液", "制动液", "常规保养"},
    {{2021,  6,  5},  61700, 0, "更换空调滤芯、检查动力电池", "空调滤芯", "常规保养"},
    {{2023,  6, 10}, 104500, 0, "更换动力电池总成", "动力电池", "续航明显缩短"},
    {{2025,  6,  7}, 139800, 1, "更换轮胎", "轮胎", "轮胎磨损"},
};
static const struct sandbox_job drive_unit[] = {
    {{2019,  6,  1},  18200, 0, "更换制动液", "制动液", "常规保养"},
    {{2022,  6, 11},  83300, 0, "更换驱动电机总成", "驱动电机", "行驶中异响"},
    {{2024,  6, 15}, 120900, 1, "更换轮胎", "轮胎", "轮胎磨损"},
};
static const struct sandbox_job sparse[] = {
    {{0, 0, 0},      -1, 2, NULL, NULL, NULL},
    {{2021, 4, 10},  -1, 2, "维修", NULL, NULL},
};

/* How many ordinary jobs come first, and what follows. */
static const struct {
    size_t begins;
    const struct sandbox_job *jobs;
    size_t count;
} stories[SANDBOX_CASES] = {
    [SANDBOX_ORDINARY]          = {6, NULL, 0},
    [SANDBOX_ROLLBACK]          = {5, turned_back, COUNT(turned_back)},
    [SANDBOX_ODOMETER_REPLACED] = {5, instrument_replaced, COUNT(instrument_replaced)},
    [SANDBOX_TYPING_ERROR]      = {4, mistyped, COUNT(mistyped)},
    [SANDBOX_SINGLE_READING]    = {1, NULL, 0},
    [SANDBOX_DISPUTED]          = {4, NULL, 0},
    [SANDBOX_STRUCTURE]         = {4, collision, COUNT(collision)},
    [SANDBOX_FLOOD]             = {4, flood, COUNT(flood)},
    [SANDBOX_FIRE]              = {4, fire, COUNT(fire)},
    [SANDBOX_AIRBAG]            = {4, airbags, COUNT(airbags)},
    [SANDBOX_BATTERY]           = {0, battery, COUNT(battery)},
    [SANDBOX_DRIVE_UNIT]        = {0, drive_unit, COUNT(drive_unit)},
    [SANDBOX_SPARSE]            = {0, sparse, COUNT(sparse)},
    [SANDBOX_SLOW]              = {6, NULL, 0},
};
/* clang-format on */

/* In the workshop every five days: a taxi, say. */
static struct sandbox_job one_of_many(size_t number)
{
    static const char *const works[] = {"更换机油机滤", "轮胎动平衡", "检查制动系统", "清洗空调"};
    enum { EVERY_DAYS = 5, BEGIN_KM = 150, EVERY_KM = 180 };

    return (struct sandbox_job){.on = date_plus(sandbox_registered_on, (long)(number + 1) * EVERY_DAYS),
                                .km = BEGIN_KM + (long)number * EVERY_KM,
                                .workshop = (unsigned)(number % SANDBOX_WORKSHOPS),
                                .work = works[number % COUNT(works)],
                                .fault = "常规保养"};
}

bool sandbox_job(enum sandbox_case which, size_t number, struct sandbox_job *job)
{
    size_t begins = stories[which].begins;

    if (which == SANDBOX_MANY && number < SANDBOX_MANY_RECORDS)
        *job = one_of_many(number);
    else if (number < begins)
        *job = ordinary[number];
    else if (number - begins < stories[which].count)
        *job = stories[which].jobs[number - begins];
    else
        return false;
    return true;
}

bool sandbox_is_registered(enum sandbox_case which)
{
    struct sandbox_job first;

    return which == SANDBOX_NO_RECORD || sandbox_job(which, 0, &first);
}
