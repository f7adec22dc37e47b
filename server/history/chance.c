#include "history/chance.h"

#include <math.h>
#include <stdbool.h>

enum { STEPS_MOST = 100000 };
#define ENOUGH 1e-14

/* log_gamma() leaves the sign where all threads see it. */
static double log_gamma(double x)
{
    int sign;

    return lgamma_r(x, &sign);
}

/* The lower regularised gamma function by its series; quick while x is small. */
static double gamma_lower(double a, double x)
{
    double term = 1 / a, sum = term;

    for (int n = 1; n < STEPS_MOST && term > sum * ENOUGH; n++) {
        term *= x / (a + n);
        sum += term;
    }
    return sum * exp(a * log(x) - x - log_gamma(a));
}

/* The upper one by its continued fraction, after Lentz; quick while x is great. */
static double gamma_upper(double a, double x)
{
    double b = x + 1 - a, c = 1e300, d = 1 / b, whole = d;

    for (int n = 1; n < STEPS_MOST; n++) {
        double an = n * (a - n);

        b += 2;
        d = 1 / (an * d + b);
        c = b + an / c;
        whole *= c * d;
        if (fabs(c * d - 1) < ENOUGH)
            break;
    }
    return whole * exp(a * log(x) - x - log_gamma(a));
}

double chi_square_tail(double chi_square, unsigned degrees)
{
    double a = degrees / 2.0, x = chi_square / 2;

    if (x <= 0)
        return 1;
    return x < a + 1 ? 1 - gamma_lower(a, x) : gamma_upper(a, x);
}

static double binomial_at(double k, double n, double each)
{
    return exp(lgamma(n + 1) - log_gamma(k + 1) - log_gamma(n - k + 1) + k * log(each) +
               (n - k) * log1p(-each));
}

/* From the one end or from the other, whichever is away from the middle: there the terms fall. */
double binomial_tail(uint64_t least, uint64_t tries, double each)
{
    double n = (double)tries, odds = each / (1 - each), sum = 0;
    bool upwards = (double)least > n * each;

    if (least == 0)
        return 1;
    if (least > tries)
        return 0;
    double k = upwards ? (double)least : (double)least - 1, term = binomial_at(k, n, each);
    while (k >= 0 && k <= n && term > sum * ENOUGH) {
        sum += term;
        term *= upwards ? (n - k) / (k + 1) * odds : k / (n - k + 1) / odds;
        k += upwards ? 1 : -1;
    }
    sum = sum > 1 ? 1 : sum;
    return upwards ? sum : 1 - sum;
}

double shares_tail(const uint32_t *counts, const double *shares, size_t count)
{
    double all = 0, chi_square = 0;

    for (size_t i = 0; i < count; i++)
        all += counts[i];
    if (all == 0)
        return 1;
    for (size_t i = 0; i < count; i++) {
        double away = counts[i] - all * shares[i];

        chi_square += away * away / (all * shares[i]);
    }
    return chi_square_tail(chi_square, (unsigned)count - 1);
}
