#include "history/bill.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { HUNDREDTHS = 100, THOUSANDTHS = 1000 };

struct sum {
    int64_t together; /* parts as the price of all */
    double by_piece;  /* and of each: what is sent need not fit anywhere else */
    size_t lines;
    bool unknown, discount;
};

static bool is_discount(const char *name)
{
    static const char *const words[] = {"优惠", "折扣",   "折让",     "减免",    "抹零",
                                        "抵扣", "代金券", "DISCOUNT", "discount"};

    for (size_t i = 0; name != NULL && i < sizeof(words) / sizeof(words[0]); i++)
        if (strstr(name, words[i]) != NULL)
            return true;
    return false;
}

static void add(struct sum *sum, const char *name, struct amount price, int64_t pieces)
{
    sum->lines++;
    sum->unknown = sum->unknown || !price.known;
    sum->discount = sum->discount || is_discount(name) || price.hundredths < 0;
    sum->together += price.hundredths;
    sum->by_piece += (double)price.hundredths * (double)pieces / HUNDREDTHS;
}

bool bill_adds_up(const struct thresholds *t, const struct record *r)
{
    struct sum sum = {0};
    int64_t total = r->total.hundredths, by_yuan = t->rule_total_yuan * HUNDREDTHS,
            by_share = llabs(total) / THOUSANDTHS * t->rule_total_permille,
            most = by_yuan > by_share ? by_yuan : by_share;

    for (size_t i = 0; i < r->work_count; i++)
        add(&sum, r->works[i].name, r->works[i].price, HUNDREDTHS);
    for (size_t i = 0; i < r->part_count; i++)
        add(&sum, r->parts[i].name, r->parts[i].price,
            r->parts[i].quantity.known ? r->parts[i].quantity.hundredths : HUNDREDTHS);
    for (size_t i = 0; i < r->fee_count; i++)
        add(&sum, r->fees[i].name, r->fees[i].price, HUNDREDTHS);
    return !r->total.known || sum.lines == 0 || sum.unknown || sum.discount ||
           llabs(total - sum.together) <= most || fabs((double)total - sum.by_piece) <= (double)most;
}
