/*
 * workshop_day - what the records of a workshop add up to, on one day or over many
 *
 * Pure, without allocation. Days add up to a window: every count is a sum, and of the two lists only what is
 * frequent stays, after Misra and Gries, so that an entry's count is never too high, and too low by at most
 * one in 33 of what was put in.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "history/finding.h"
#include "history/workshop_mark.h"

/* clang-format off */
enum day_count {
    DAY_RECORDS,
    DAY_FLAWED,        /* with a finding that the workshop is told of */
    DAY_NO_PLATE, DAY_NO_ODOMETER, DAY_NO_FAULT,
    DAY_PARTS_ONLY, DAY_WORKS_ONLY, DAY_NO_LISTS,
    DAY_CHECK_FAILED,  /* the VIN's check digit, where it is in force */
    DAY_PLATE_DIFFERS,
    DAY_ODOMETERS, DAY_ROUND, /* readings; those that end with 000 or 500 */
    DAY_CONCORDANT, DAY_DISCORDANT,
    DAY_LATE, DAY_OVERDUE, /* sent two days after settlement or later; four days */
    DAY_NIGHT_OVERDUE, /* overdue, and between midnight and five */
    DAY_COUNTS
};
/* clang-format on */

enum { FREQUENT_MOST = 32 };

struct frequent_entry {
    uint64_t what;
    uint32_t count;
};

struct frequent {
    struct frequent_entry entry[FREQUENT_MOST];
    size_t count;
};

struct workshop_day {
    uint32_t count[DAY_COUNTS];
    uint32_t first_digit[9]; /* 1 to 9 */
    uint32_t last_digit[10];
    uint32_t finding[FINDING_COUNT];
    struct frequent replated; /* vehicles, by the records whose plate differs */
    struct frequent faults;   /* texts */
};

void workshop_day_add(struct workshop_day *day, const struct workshop_job *job,
                      const struct workshop_mark *mark);
void workshop_day_merge(struct workshop_day *sum, const struct workshop_day *day);

/* The `most` greatest counts together. */
uint32_t frequent_sum(const struct frequent *frequent, size_t most);

/* As it is stored, and back; false for what another release wrote with other counts: then it is made anew. */
enum { WORKSHOP_DAY_TEXT = 4096 };
void workshop_day_write(const struct workshop_day *day, char text[WORKSHOP_DAY_TEXT]);
bool workshop_day_read(struct workshop_day *day, const char *text);
