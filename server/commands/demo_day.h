/* demo_day - days as numbers since 1970-01-01, which life is counted in */
#pragma once

#include "core/date.h"

long day_of(struct date date);
struct date day_date(long day);
