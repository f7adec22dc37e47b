#include "commands/demo_day.h"

enum { DAYS_OF_ERA = 146097, YEARS_OF_ERA = 400, DAYS_TO_1970 = 719468 };

/* Years are counted from March, so that the leap day is the last of its year. All days are after the year 0.
 */
long day_of(struct date date)
{
    long year = date.year - (date.month <= 2), era = year / YEARS_OF_ERA, of_era = year % YEARS_OF_ERA;
    long of_year = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;

    return era * DAYS_OF_ERA + of_era * 365 + of_era / 4 - of_era / 100 + of_year - DAYS_TO_1970;
}

struct date day_date(long day)
{
    long shifted = day + DAYS_TO_1970, era = shifted / DAYS_OF_ERA, of_era = shifted % DAYS_OF_ERA;
    long year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    long of_year = of_era - (365 * year + year / 4 - year / 100), month = (5 * of_year + 2) / 153;

    return (struct date){(int)(year + era * YEARS_OF_ERA + (month >= 10)),
                         (int)(month < 10 ? month + 3 : month - 9),
                         (int)(of_year - (153 * month + 2) / 5 + 1)};
}
