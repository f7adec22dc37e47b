#include "commands/demo_workshop.h"

#include <stdio.h>
#include <string.h>

#include "commands/demo_day.h"
#include "commands/demo_dice.h"

/* Ours begin with 9, so that codes which the service gives itself never meet them. */
enum { FIRST_CODE = 900000000 };

enum { WORDS = 25, SURNAMES = 20 };

static const int class_of[WORKSHOPS_IN_PLACE] = {1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3};
static const unsigned first_of_class[] = {0, 0, 2, 6};
static const unsigned count_of_class[] = {0, 2, 4, 6};

static const char *const words[WORDS] = {"顺达", "华胜", "鑫源",   "宏运",  "永安", "恒通", "众诚",
                                         "瑞丰", "东方", "金桥",   "长城",  "广源", "腾飞", "新时代",
                                         "天马", "远航", "四海",   "立信",  "百川", "正大", "博世德",
                                         "骏驰", "安途", "车之友", "万里行"};
static const char *const surnames[SURNAMES] = {"王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴",
                                               "徐", "孙", "胡", "朱", "高", "林", "何", "郭", "马", "罗"};
static const char *const streets[] = {"人民路",     "解放路", "建设路", "中山路", "工业大道",
                                      "汽车城大道", "迎宾路", "科技路", "振兴街", "长江路"};
/* By class: what follows the town and the word. */
static const char *const kinds[4][4] = {
    {"",                               "",                           "",                         ""                              },
    {"汽车销售服务有限公司", "4S汽车服务有限公司", "汽车维修有限公司", "汽车贸易服务有限公司"},
    {"汽车维修服务有限公司", "汽车修理厂",            "汽车服务有限公司", "汽车维修中心"            },
    {"汽修店",                      "快修店",                  "轮胎养护店",          "汽车美容养护中心"      },
};

/* GB 32100: the check character of a unified social credit code. */
static char credit_check(const char *code)
{
    static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    int weight = 1, sum = 0;

    for (const char *c = code; *c != '\0'; c++) {
        sum += (int)(strchr(alphabet, *c) - alphabet) * weight;
        weight = weight * 3 % 31;
    }
    return alphabet[(31 - sum % 31) % 31];
}

static void name_it(struct demo_workshop *w, struct dice *dice)
{
    size_t once = w->number / WORKSHOPS_IN_PLACE * 5 + w->number % WORKSHOPS_IN_PLACE; /* in a town */
    const char *surname = surnames[once % SURNAMES], *kind = kinds[w->class][dice_below(dice, 4)];
    const char *street = DICE_WORD(dice, streets);

    snprintf(w->contact, sizeof(w->contact), "%s%s", surname, w->class == 3 ? "师傅" : "经理");
    if (w->class == 3 && dice_chance(dice, 3000))
        snprintf(w->name, sizeof(w->name), "%s老%s%s", w->place->name, surname, kind);
    else
        snprintf(w->name, sizeof(w->name), "%s%s%s", w->place->name, words[once % WORDS], kind);
    snprintf(w->address, sizeof(w->address), "%s%s%ld号", w->place->name, street, dice_between(dice, 1, 899));
}

/* Classes I and II followed the province's start within two years, class III by the end of 2022. */
static long connection(const struct demo_workshop *w, struct dice *dice)
{
    long from = place_collected_from(w->place), third = day_of((struct date){2020, 6, 1});

    if (from == 0)
        return 0;
    if (w->class == 3)
        return third + dice_between(dice, 0, 900);
    return from + dice_between(dice, 0, w->class == 1 ? 300 : 700);
}

void demo_workshop(unsigned number, struct demo_workshop *w)
{
    size_t count;
    struct dice dice;

    *w = (struct demo_workshop){.number = number,
                                .place = &places(&count)[number / WORKSHOPS_IN_PLACE],
                                .class = class_of[number % WORKSHOPS_IN_PLACE]};
    dice_begin(&dice, 0, "workshop", number);
    w->program = (enum program)(number % PROGRAM_COUNT);
    w->prices = number % 40 == 1;
    w->connected_from = connection(w, &dice);
    name_it(w, &dice);
    snprintf(w->code, sizeof(w->code), "%s%u", w->place->division, FIRST_CODE + number);
    snprintf(w->licence_no, sizeof(w->licence_no), "%s9%05u", w->place->division, number);
    snprintf(w->credit_code, sizeof(w->credit_code), "%s%s0000%05u", w->class == 3 ? "92" : "91",
             w->place->division, number);
    w->credit_code[17] = credit_check(w->credit_code);
    snprintf(w->telephone, sizeof(w->telephone), "1990001%04u", number);
}

unsigned workshops_count(void)
{
    size_t count;

    places(&count);
    return (unsigned)count * WORKSHOPS_IN_PLACE;
}

unsigned workshop_at(size_t place, int class, unsigned choice)
{
    return (unsigned)place * WORKSHOPS_IN_PLACE + first_of_class[class] + choice % count_of_class[class];
}

unsigned workshop_of_demonstration(void)
{
    return workshop_at(place_of_demonstration(), 1, 0);
}
