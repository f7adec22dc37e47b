/*
 * chance - how likely it is that a count came about by chance
 *
 * Pure. Tails of two distributions, to nine digits; Abramowitz and Stegun 6.5 and 26.4 are the source.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* Of chi-square with so many degrees of freedom: this much or more. */
double chi_square_tail(double chi_square, unsigned degrees);

/* Of `tries` that each come about with `each` (between 0 and 1): `least` or more of them do. */
double binomial_tail(uint64_t least, uint64_t tries, double each);

/* How likely counts differ that much from the shares that are expected of them; 1 when there are none. The
 * shares add up to 1 and none is 0. */
double shares_tail(const uint32_t *counts, const double *shares, size_t count);
