/* Tails, beside values that were reckoned exactly: by sums of fractions, and of forty digits. */
#include "testing.h"

#include <math.h>

#include "history/chance.h"

static void close_to(double found, double exact)
{
    if (fabs(found - exact) > exact * 1e-9)
        fail_msg("%.15g is not %.15g", found, exact);
}

static void chi_square(void **unused)
{
    static const struct {
        double x;
        unsigned degrees;
        double tail;
    } rows[] = {
        {0,                  8,  1                 },
        {0.5,                8,  9.998666303495e-01},
        {5,                  8,  7.575761331331e-01},
        {7,                  2,  3.019738342232e-02},
        {30,                 8,  2.113785034668e-04},
        {100,                10, 5.449701982921e-17},
        {400,                10, 9.413291991183e-80},
        {3.841458820694124,  1,  0.05              },
        {27.877164871256568, 9,  0.001             },
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(rows); i++)
        close_to(chi_square_tail(rows[i].x, rows[i].degrees), rows[i].tail);
}

static void binomial(void **unused)
{
    static const struct {
        uint64_t least, tries;
        double each, tail;
    } rows[] = {
        {0,   10,     0.1,  1                  },
        {1,   10,     0.1,  6.513215599000e-01 },
        {3,   10,     0.1,  7.019082640000e-02 },
        {7,   10,     0.9,  9.872048016000e-01 },
        {10,  10,     0.5,  9.765625000000e-04 },
        {11,  10,     0.5,  0                  },
        {0,   0,      0.5,  1                  },
        {5,   1000,   0.02, 9.999851455791e-01 },
        {10,  100000, 0.5,  1                  },
        {20,  1000,   0.02, 5.306414635317e-01 },
        {60,  1000,   0.02, 1.871500539909e-13 },
        {400, 1000,   0.08, 1.841320832112e-170},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(rows); i++)
        close_to(binomial_tail(rows[i].least, rows[i].tries, rows[i].each), rows[i].tail);
}

static void shares(void **unused)
{
    static const double halves[] = {0.5, 0.5}, thirds[] = {1 / 3.0, 1 / 3.0, 1 / 3.0};

    (void)unused;
    close_to(shares_tail((const uint32_t[]){0, 0}, halves, 2), 1);
    close_to(shares_tail((const uint32_t[]){10, 10, 10}, thirds, 3), 1);
    /* 60 of 100 is a chi-square of 4 with one degree of freedom */
    close_to(shares_tail((const uint32_t[]){60, 40}, halves, 2), 4.550026389635842e-02);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chi_square),
        cmocka_unit_test(binomial),
        cmocka_unit_test(shares),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
