#include "commands/demo_place.h"

#include <string.h>

#include "commands/demo_day.h"

/* clang-format off */
static const struct place table[] = {
    {"110105", "北京朝阳",   "京A", 30, CLIMATE_COLD},
    {"110106", "北京丰台",   "京N", 18, CLIMATE_COLD},
    {"110108", "北京海淀",   "京Q", 26, CLIMATE_COLD},
    {"120104", "天津南开",   "津A", 14, CLIMATE_COLD},
    {"120116", "天津滨海",   "津M", 12, CLIMATE_COLD},
    {"130100", "石家庄",     "冀A", 22, CLIMATE_COLD},
    {"130200", "唐山",       "冀B", 18, CLIMATE_COLD},
    {"130600", "保定",       "冀F", 20, CLIMATE_COLD},
    {"140100", "太原",       "晋A", 16, CLIMATE_COLD},
    {"140200", "大同",       "晋B", 6,  CLIMATE_COLD},
    {"140800", "运城",       "晋M", 8,  CLIMATE_COLD},
    {"150100", "呼和浩特",   "蒙A", 10, CLIMATE_COLD},
    {"150200", "包头",       "蒙B", 8,  CLIMATE_COLD},
    {"150400", "赤峰",       "蒙D", 6,  CLIMATE_COLD},
    {"210100", "沈阳",       "辽A", 20, CLIMATE_COLD},
    {"210200", "大连",       "辽B", 15, CLIMATE_COLD},
    {"210700", "锦州",       "辽G", 5,  CLIMATE_COLD},
    {"220100", "长春",       "吉A", 15, CLIMATE_COLD},
    {"220200", "吉林",       "吉B", 7,  CLIMATE_COLD},
    {"222400", "延边",       "吉H", 4,  CLIMATE_COLD},
    {"230100", "哈尔滨",     "黑A", 16, CLIMATE_COLD},
    {"230200", "齐齐哈尔",   "黑B", 6,  CLIMATE_COLD},
    {"230600", "大庆",       "黑E", 6,  CLIMATE_COLD},
    {"310104", "上海徐汇",   "沪A", 22, CLIMATE_MILD},
    {"310112", "上海闵行",   "沪B", 24, CLIMATE_MILD},
    {"310115", "上海浦东",   "沪C", 34, CLIMATE_MILD},
    {"320100", "南京",       "苏A", 30, CLIMATE_MILD},
    {"320200", "无锡",       "苏B", 24, CLIMATE_MILD},
    {"320300", "徐州",       "苏C", 18, CLIMATE_MILD},
    {"320500", "苏州",       "苏E", 44, CLIMATE_MILD},
    {"320600", "南通",       "苏F", 20, CLIMATE_MILD},
    {"330100", "杭州",       "浙A", 38, CLIMATE_MILD},
    {"330200", "宁波",       "浙B", 30, CLIMATE_RAINY},
    {"330300", "温州",       "浙C", 22, CLIMATE_RAINY},
    {"330700", "金华",       "浙G", 20, CLIMATE_MILD},
    {"340100", "合肥",       "皖A", 24, CLIMATE_MILD},
    {"340200", "芜湖",       "皖B", 10, CLIMATE_MILD},
    {"341200", "阜阳",       "皖K", 12, CLIMATE_MILD},
    {"350100", "福州",       "闽A", 18, CLIMATE_RAINY},
    {"350200", "厦门",       "闽D", 18, CLIMATE_RAINY},
    {"350500", "泉州",       "闽C", 20, CLIMATE_RAINY},
    {"360100", "南昌",       "赣A", 14, CLIMATE_RAINY},
    {"360400", "九江",       "赣G", 7,  CLIMATE_RAINY},
    {"360700", "赣州",       "赣B", 11, CLIMATE_RAINY},
    {"370100", "济南",       "鲁A", 24, CLIMATE_COLD},
    {"370200", "青岛",       "鲁B", 28, CLIMATE_COLD},
    {"370600", "烟台",       "鲁F", 18, CLIMATE_COLD},
    {"370700", "潍坊",       "鲁G", 22, CLIMATE_COLD},
    {"410100", "郑州",       "豫A", 34, CLIMATE_COLD},
    {"410300", "洛阳",       "豫C", 14, CLIMATE_COLD},
    {"411300", "南阳",       "豫R", 12, CLIMATE_MILD},
    {"420100", "武汉",       "鄂A", 32, CLIMATE_RAINY},
    {"420500", "宜昌",       "鄂E", 9,  CLIMATE_MILD},
    {"420600", "襄阳",       "鄂F", 11, CLIMATE_MILD},
    {"430100", "长沙",       "湘A", 28, CLIMATE_RAINY},
    {"430200", "株洲",       "湘B", 8,  CLIMATE_RAINY},
    {"430600", "岳阳",       "湘F", 8,  CLIMATE_RAINY},
    {"440100", "广州",       "粤A", 34, CLIMATE_RAINY},
    {"440300", "深圳",       "粤B", 40, CLIMATE_RAINY},
    {"440600", "佛山",       "粤E", 28, CLIMATE_RAINY},
    {"441900", "东莞",       "粤S", 32, CLIMATE_RAINY},
    {"450100", "南宁",       "桂A", 18, CLIMATE_RAINY},
    {"450200", "柳州",       "桂B", 10, CLIMATE_RAINY},
    {"450300", "桂林",       "桂C", 8,  CLIMATE_RAINY},
    {"460100", "海口",       "琼A", 9,  CLIMATE_RAINY},
    {"460200", "三亚",       "琼B", 4,  CLIMATE_RAINY},
    {"500107", "重庆九龙坡", "渝A", 20, CLIMATE_RAINY},
    {"500112", "重庆渝北",   "渝B", 24, CLIMATE_RAINY},
    {"510100", "成都",       "川A", 52, CLIMATE_RAINY},
    {"510700", "绵阳",       "川B", 11, CLIMATE_MILD},
    {"511300", "南充",       "川R", 8,  CLIMATE_MILD},
    {"520100", "贵阳",       "贵A", 15, CLIMATE_RAINY},
    {"520300", "遵义",       "贵C", 10, CLIMATE_RAINY},
    {"530100", "昆明",       "云A", 24, CLIMATE_MILD},
    {"530300", "曲靖",       "云D", 8,  CLIMATE_MILD},
    {"532900", "大理",       "云L", 6,  CLIMATE_MILD},
    {"540100", "拉萨",       "藏A", 2,  CLIMATE_COLD},
    {"610100", "西安",       "陕A", 36, CLIMATE_COLD},
    {"610300", "宝鸡",       "陕C", 6,  CLIMATE_COLD},
    {"610400", "咸阳",       "陕D", 7,  CLIMATE_COLD},
    {"620100", "兰州",       "甘A", 9,  CLIMATE_COLD},
    {"620500", "天水",       "甘E", 4,  CLIMATE_COLD},
    {"630100", "西宁",       "青A", 5,  CLIMATE_COLD},
    {"640100", "银川",       "宁A", 7,  CLIMATE_COLD},
    {"640200", "石嘴山",     "宁B", 3,  CLIMATE_COLD},
    {"650100", "乌鲁木齐",   "新A", 10, CLIMATE_COLD},
    {"650200", "克拉玛依",   "新J", 3,  CLIMATE_COLD},
    {"653100", "喀什",       "新Q", 5,  CLIMATE_COLD},
};

/* As the table `region` of the schema has it; what is missing began on 2018-01-01. */
static const struct {
    char province[3];
    struct date from;
} collected[] = {
    {"12", {2019, 8, 15}}, {"31", {2016, 4, 1}}, {"32", {2016, 3, 1}}, {"33", {2016, 3, 1}}, {"42", {2016, 3, 1}},
    {"43", {2017, 7, 1}},  {"44", {2017, 7, 1}}, {"51", {2017, 7, 1}}, {"54", {0}},          {"63", {0}},
};
/* clang-format on */

const struct place *places(size_t *count)
{
    *count = sizeof(table) / sizeof(table[0]);
    return table;
}

long place_collected_from(const struct place *place)
{
    for (size_t i = 0; i < sizeof(collected) / sizeof(collected[0]); i++)
        if (strncmp(place->division, collected[i].province, 2) == 0)
            return date_known(collected[i].from) ? day_of(collected[i].from) : 0;
    return day_of((struct date){2018, 1, 1});
}

size_t place_of_demonstration(void)
{
    size_t i = 0;

    while (strcmp(table[i].division, "320500") != 0)
        i++;
    return i;
}

size_t some_place(struct dice *dice)
{
    uint32_t sum = 0, fallen;
    size_t i = 0;

    for (size_t k = 0; k < sizeof(table) / sizeof(table[0]); k++)
        sum += table[k].weight;
    for (fallen = dice_below(dice, sum); fallen >= table[i].weight; i++)
        fallen -= table[i].weight;
    return i;
}
