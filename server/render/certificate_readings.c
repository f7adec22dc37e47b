#include "render/certificate_readings.h"

#include <stdio.h>
#include <string.h>

/* What is shown so far. */
struct choice {
    bool shown[CLAIM_READINGS_MOST];
    size_t count, room;
};

bool reading_falls(const struct claims *claims, size_t reading)
{
    return reading > 0 && claims->readings[reading].km < claims->readings[reading - 1].km;
}

static size_t show(struct choice *choice, size_t reading)
{
    size_t more = choice->shown[reading] ? 0 : 1;

    choice->shown[reading] = true;
    choice->room -= more;
    return more;
}

static size_t falls_of(const struct claims *claims, const struct choice *choice)
{
    size_t falls = 0;

    for (size_t i = 1; i < choice->count; i++)
        falls += reading_falls(claims, i);
    return falls;
}

static void show_falls(const struct claims *claims, struct choice *choice)
{
    size_t falls = falls_of(claims, choice), most = choice->room / 2, fall = 0;

    for (size_t i = 1; i < choice->count; i++) {
        if (!reading_falls(claims, i))
            continue;
        if (falls <= most || (fall + 1) * most / falls > fall * most / falls) {
            show(choice, i - 1);
            show(choice, i);
        }
        fall++;
    }
}

static void show_others(struct choice *choice)
{
    size_t left = 0, room = choice->room, other = 0;

    for (size_t i = 0; i < choice->count; i++)
        left += !choice->shown[i];
    for (size_t i = 0; i < choice->count; i++) {
        if (choice->shown[i])
            continue;
        if (left <= room || (other + 1) * room / left > other * room / left)
            show(choice, i);
        other++;
    }
}

size_t readings_chosen(const struct claims *claims, size_t most, size_t *chosen)
{
    struct choice choice = {.room = most};
    size_t count = 0;

    choice.count = claims->reading_count < CLAIM_READINGS_MOST ? claims->reading_count : CLAIM_READINGS_MOST;
    if (choice.count == 0)
        return 0;
    show(&choice, 0);
    show(&choice, choice.count - 1);
    show_falls(claims, &choice);
    show_others(&choice);
    for (size_t i = 0; i < choice.count; i++)
        if (choice.shown[i])
            chosen[count++] = i;
    return count;
}

const char *month_text(struct date month, char text[DATE_TEXT])
{
    date_text(month, text);
    if (date_known(month))
        text[strlen("2024-03")] = '\0';
    return text;
}

const char *reading_day(const struct claims *claims, size_t reading, char text[DATE_TEXT])
{
    struct date on = claims->readings[reading].on;

    return reading + 1 == claims->reading_count && on.day > 1 ? date_text(on, text) : month_text(on, text);
}

const char *grouped_number(long number, char text[NUMBER_TEXT])
{
    static const char blank[] = "\u202f";
    char digits[24];
    size_t count = (size_t)snprintf(digits, sizeof(digits), "%ld", number), at = 0;

    for (size_t i = 0; i < count; i++) {
        if (i > 0 && (count - i) % 3 == 0 && digits[i - 1] != '-') {
            memcpy(text + at, blank, sizeof(blank) - 1);
            at += sizeof(blank) - 1;
        }
        text[at++] = digits[i];
    }
    text[at] = '\0';
    return text;
}
