#include "history/workdays.h"

bool workdays_announced(int year)
{
    for (size_t i = 0; i < special_days_count; i++)
        if (special_days[i].first.year == year)
            return true;
    return false;
}

bool is_workday(struct date day)
{
    enum { FRIDAY = 5 };

    for (size_t i = 0; i < special_days_count; i++)
        if (date_compare(special_days[i].first, day) <= 0 && date_compare(day, special_days[i].last) <= 0)
            return special_days[i].worked;
    return date_weekday(day) <= FRIDAY;
}

struct date workdays_after(struct date day, int count, bool *announced)
{
    bool all = true;

    while (count > 0) {
        day = date_plus(day, 1);
        count -= is_workday(day);
        all = all && workdays_announced(day.year);
    }
    if (announced != NULL)
        *announced = all;
    return day;
}
