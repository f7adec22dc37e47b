#include "workshops.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CARS = 14000, OLD_VISITS = 6, OLD_DAYS = 1000, LIST_MOST = 12 };

struct car {
    char vin[18], plate[16], before[16]; /* plates: now, and until `sold` */
    long km, per_day;                    /* on TODAY */
    long sold, turned_back;              /* days; 0: never */
    bool brand;
};

/* What a workshop is like, in percent where nothing else stands. */
struct habit {
    enum kind kind;
    unsigned a_day, gap_days, rounds, no_odometer, works_only, one_fault, lie;
    size_t first_car, cars;
    struct car *list[LIST_MOST];
    size_t listed;
    bool lot_too;
};

static uint64_t state;
static struct car *cars;

static uint32_t roll(uint32_t sides)
{
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return (uint32_t)((state >> 33) % sides);
}

static bool percent(unsigned chance)
{
    return roll(100) < chance;
}

static bool thousandth(unsigned chance)
{
    return roll(1000) < chance;
}

const char *kind_text(enum kind kind)
{
    static const char *const text[] = {
#define KIND(name, word, fabricates) word,
        KINDS(KIND)
#undef KIND
    };
    return text[kind];
}

bool kind_fabricates(enum kind kind)
{
    static const bool does[] = {
#define KIND(name, word, fabricates) fabricates,
        KINDS(KIND)
#undef KIND
    };
    return does[kind];
}

static void letters(char *text, size_t count, const char *of)
{
    for (size_t i = 0; i < count; i++)
        text[i] = of[roll((uint32_t)strlen(of))];
    text[count] = '\0';
}

/* Position nine after GB 16735, reckoned here from the standard's own table. */
static void set_check_digit(char vin[18])
{
    static const int weight[17] = {8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};
    static const struct {
        const char *letters;
        int first;
    } runs[] = {
        {"ABCDEFGH", 1},
        {"JKLMN",    1},
        {"P",        7},
        {"R",        9},
        {"STUVWXYZ", 2}
    };
    int sum = 0;

    for (int i = 0; i < 17; i++) {
        int value = vin[i] - '0';
        for (size_t r = 0; r < sizeof(runs) / sizeof(runs[0]); r++) {
            const char *at = strchr(runs[r].letters, vin[i]);
            if (at != NULL)
                value = runs[r].first + (int)(at - runs[r].letters);
        }
        sum += value * weight[i];
    }
    vin[8] = "0123456789X"[sum % 11];
}

static void make_vin(char vin[18], bool brand)
{
    static const char *const makers[] = {"LSV", "LFV", "LGB", "LVS", "LHG", "LBE", "LGX", "LSG"};

    letters(vin, 17, "ABCDEFGHJKLMNPRSTUVWXYZ0123456789");
    memcpy(vin, brand ? "LBV" : makers[roll(8)], 3);
    vin[9] = "EFGHJKLMNPR"[roll(11)];
    letters(vin + 11, 6, "0123456789");
    set_check_digit(vin);
}

static void make_plate(char plate[16])
{
    char serial[8];

    letters(serial, 5, "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789");
    snprintf(plate, 16, "浙%c%s", "ABCD"[roll(4)], serial);
}

static void make_car(struct car *car, bool brand, bool taxi)
{
    *car = (struct car){.brand = brand};
    make_vin(car->vin, brand);
    make_plate(car->plate);
    make_plate(car->before);
    car->per_day = taxi ? 250 + roll(200) : 15 + roll(60);
    car->km = taxi ? 60000 + roll(400000) : brand ? 3000 + roll(60000) : 8000 + roll(140000);
    if (percent(6))
        car->sold = TODAY - (long)roll(OLD_DAYS);
    if (percent(3))
        car->turned_back = TODAY - (long)roll(OLD_DAYS);
}

/* In truth, which for a few is what the instrument was made to show. */
static long km_on(const struct car *car, long day)
{
    long km = car->km - (TODAY - day) * car->per_day;

    if (car->turned_back != 0 && day < car->turned_back)
        km += car->km / 2;
    return km < 5 ? 5 + (long)roll(50) : km;
}

static struct bill *next_bill(struct town *town)
{
    static size_t room;

    if (town->bills == 0)
        room = 0;
    if (town->bills == room) {
        room = room == 0 ? 65536 : room * 2;
        town->bill = realloc(town->bill, room * sizeof(*town->bill));
        if (town->bill == NULL)
            abort();
    }
    memset(&town->bill[town->bills], 0, sizeof(*town->bill));
    return &town->bill[town->bills++];
}

static void write_odometer(struct bill *bill, long km, unsigned rounds)
{
    if (thousandth(8)) /* strikes the wrong key */
        km = percent(50) ? km / 10 : km + 100000 * (1 + (long)roll(3));
    if (percent(rounds))
        km = percent(60) ? (km + 250) / 500 * 500 : (km + 50) / 100 * 100;
    snprintf(bill->odometer, sizeof(bill->odometer), "%ld", km);
}

static const char *const faults[] = {"保养",       "刹车异响",   "更换机油", "空调不制冷",
                                     "发动机抖动", "事故车维修", "轮胎漏气", "底盘异响",
                                     "常规检查",   "更换电瓶",   "水温高",   "灯不亮"};
static const char *const works[] = {"更换机油机滤", "更换前刹车片", "四轮定位", "更换电瓶",
                                    "前保险杠喷漆", "空调检修",     "更换轮胎", "清洗节气门",
                                    "更换火花塞",   "全车检查"};
static const char *const parts[] = {"机油滤清器", "前刹车片", "轮胎", "蓄电池", "火花塞", "空调滤芯"};

static void write_job(struct bill *bill, const struct habit *h)
{
    bool only_works = percent(h->works_only);

    if (h->kind == KIND_CONSTANT || percent(h->one_fault))
        strcpy(bill->fault, h->kind == KIND_TYRES ? "更换轮胎" : "车主自行保养");
    else if (percent(92))
        snprintf(bill->fault, TEXT_MOST, "%s%s", faults[roll(12)], percent(40) ? faults[roll(12)] : "");
    snprintf(bill->work, TEXT_MOST, "%s", h->kind == KIND_TYRES ? "更换轮胎" : works[roll(10)]);
    snprintf(bill->hours, sizeof(bill->hours), "%u",
             h->kind == KIND_CONSTANT ? 60 + 20 * roll(20) : 1 + roll(4));
    if (!only_works)
        snprintf(bill->part, TEXT_MOST, "%s", parts[roll(6)]);
    if (!only_works && percent(8))
        bill->work[0] = '\0';
}

/* When the workshop's program sends it. */
static void write_moment(struct bill *bill, enum kind kind)
{
    bill->sent_day = bill->day;
    bill->sent_minute = 9 * 60 + (int)roll(10 * 60);
    if (kind == KIND_NIGHTLY) {
        bill->sent_day = bill->day + 1;
        bill->sent_minute = 120 + (int)roll(20);
    } else if (kind == KIND_RURAL || kind == KIND_BATCH)
        bill->sent_day = bill->day + (kind == KIND_RURAL ? (long)roll(9) : 6 - bill->day % 7);
}

/* Another letter, or another digit, somewhere: what a hand does. */
static void mistype_vin(char vin[18])
{
    size_t at = 3 + roll(14);

    vin[at] = vin[at] >= '0' && vin[at] <= '9' ? (char)('0' + roll(10)) : "ABCDEFGHJKLMNPRSTUVWXYZ"[roll(23)];
}

static void write_true(struct bill *bill, const struct habit *h, const struct car *car)
{
    strcpy(bill->vin, car->vin);
    strcpy(bill->plate, car->sold > bill->day ? car->before : car->plate);
    if (thousandth(10))
        mistype_vin(bill->vin);
    if (thousandth(5))
        make_plate(bill->plate);
    if (percent(3))
        bill->plate[0] = '\0';
    if (!percent(h->no_odometer))
        write_odometer(bill, km_on(car, bill->day), h->rounds);
    write_job(bill, h);
    write_moment(bill, h->kind);
}

/* 7, 3 and 8 come to mind more often than 1 and 9. */
static long thought_up(long about)
{
    static const char mind[] = "3333777788882244466691";
    long km = about / 2 + (long)roll((uint32_t)about + 1000);

    return km / 10 * 10 + (mind[roll(sizeof(mind) - 1)] - '0');
}

static void write_lie(struct bill *bill, const struct habit *h, const struct car *car)
{
    write_true(bill, h, car);
    switch (h->kind) {
    case KIND_LISTED:
        strcpy(bill->vin, h->list[roll((uint32_t)h->listed)]->vin);
        snprintf(bill->odometer, sizeof(bill->odometer), "%u", roll(100000));
        snprintf(bill->fault, TEXT_MOST, "%s", faults[roll(5)]);
        break;
    case KIND_BY_LOT: snprintf(bill->odometer, sizeof(bill->odometer), "%u", roll(100000)); break;
    case KIND_INVENTED:
        letters(bill->vin, 17, "ABCDEFGHJKLMNPRSTUVWXYZ0123456789");
        memcpy(bill->vin, percent(80) ? "LSV" : "LFV", 3);
        bill->vin[9] = "EFGHJKLMN"[roll(9)];
        make_plate(bill->plate);
        snprintf(bill->odometer, sizeof(bill->odometer), "%ld", thought_up(40000));
        break;
    default: /* filled in later */
        snprintf(bill->odometer, sizeof(bill->odometer), "%ld", thought_up(km_on(car, bill->day)));
        bill->sent_day = bill->day + 12 + (long)roll(20);
        bill->sent_minute = 60 + (int)roll(120);
    }
}

static void settle(struct habit *h, enum kind kind)
{
    *h = (struct habit){.kind = kind,
                        .a_day = 2 + roll(8),
                        .rounds = roll(8),
                        .no_odometer = roll(6),
                        .works_only = 10 + roll(25)};
    h->cars = 300 + roll(1500);
    switch (kind) {
    case KIND_DEALER: h->a_day = 8 + roll(15); break;
    case KIND_TYRES: h->one_fault = 60 + roll(40); break;
    case KIND_RURAL:
        h->a_day = 1 + roll(3);
        h->gap_days = 30 + roll(40);
        h->rounds = 15 + roll(25);
        h->no_odometer = roll(30);
        break;
    case KIND_TAXIS: h->cars = 60 + roll(200); break;
    case KIND_BEAUTY:
        h->works_only = 75 + roll(25);
        h->no_odometer = 40 + roll(50);
        break;
    default: break;
    }
    h->first_car = roll((uint32_t)(CARS - h->cars));
    if (!kind_fabricates(kind))
        return;
    h->lie = 12 + roll(80);
    h->listed = 3 + roll(LIST_MOST - 3);
    for (size_t i = 0; i < h->listed; i++)
        h->list[i] = &cars[roll(CARS)];
}

/* Of their own, at the ends of the fleet; all others choose among everybody's. */
static const struct car *car_of(const struct habit *h)
{
    for (int tries = 0; tries < 400 && h->kind == KIND_DEALER; tries++) {
        const struct car *car = &cars[roll(CARS)];
        if (car->brand)
            return car;
    }
    if (h->kind == KIND_TAXIS)
        return &cars[CARS + h->first_car % 20 * 300 + roll((uint32_t)h->cars)];
    return &cars[h->first_car + roll((uint32_t)h->cars)];
}

static void work_for(struct town *town, int number, enum kind kind)
{
    struct habit h;

    settle(&h, kind);
    for (long day = TODAY - (kind == KIND_NEWCOMER ? 30 : DAYS) + 1; day <= TODAY; day++) {
        if (percent(h.gap_days) || (day % 7 == 3 && percent(60)))
            continue;
        for (unsigned i = roll(2 * h.a_day + 1); i > 0; i--) {
            struct bill *bill = next_bill(town);

            bill->workshop = number;
            bill->day = day;
            if (percent(h.lie))
                write_lie(bill, &h, car_of(&h));
            else
                write_true(bill, &h, car_of(&h));
        }
    }
}

/* What other workshops wrote of the cars before. */
static void remember(struct town *town, const struct car *car)
{
    struct habit h = {.rounds = 5, .no_odometer = 3, .works_only = 20};

    for (unsigned i = roll(OLD_VISITS + 1); i > 0; i--) {
        struct bill *bill = next_bill(town);

        bill->workshop = -1;
        bill->day = TODAY - DAYS - (long)roll(OLD_DAYS);
        write_true(bill, &h, car);
    }
}

void town_make(struct town *town, uint64_t seed, size_t honest, size_t fabricating)
{
    enum { TAXIS = 6000 };

    *town = (struct town){.workshops = honest + fabricating,
                          .kind = calloc(honest + fabricating, sizeof(enum kind))};
    state = seed * 0x9e3779b97f4a7c15ULL + 1;
    cars = calloc(CARS + TAXIS, sizeof(*cars));
    if (cars == NULL || town->kind == NULL)
        abort();
    for (size_t i = 0; i < CARS + TAXIS; i++)
        make_car(&cars[i], i < CARS && i % 12 == 0, i >= CARS);
    for (size_t i = 0; i < CARS + TAXIS; i++)
        remember(town, &cars[i]);
    for (size_t i = 0; i < town->workshops; i++) {
        town->kind[i] = i < honest ? (enum kind)(i % KIND_LISTED)
                                   : (enum kind)(KIND_LISTED + i % (KIND_COUNT - KIND_LISTED));
        work_for(town, (int)i, town->kind[i]);
    }
    free(cars);
}

void town_free(struct town *town)
{
    free(town->kind);
    free(town->bill);
}
