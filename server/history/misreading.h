/*
 * misreading - what was probably meant by a reading that does not fit (K6)
 *
 * Pure. A suggestion, never a correction: it is only made when exactly one explanation fits.
 */
#pragma once

#include "history/series.h"
#include "history/verdict.h"

/*
 * Why reading `at` stands out of a series that is plausible without it: REASON_DIGIT, REASON_UNIT or
 * REASON_SWAPPED with the kilometres that fit; REASON_NONE, and *fitting_km untouched, when nothing or more
 * than one thing would.
 */
enum verdict_reason misreading_of(const struct series *s, size_t at, long *fitting_km);
