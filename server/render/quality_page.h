/*
 * quality_page - what a workshop's records show as a whole, for the workshop itself and for the authority
 */
#pragma once

#include "render/page.h"

enum { QUALITY_DAYS = 90, QUALITY_FINDINGS = 64, QUALITY_SIGNS = 16, QUALITY_EXAMPLES = 5 };

/* A record by its day and what stands for it in addresses. */
struct quality_example {
    struct date on;
    const char *handle;
};

struct quality_sign {
    const char *code;
    long part, whole; /* workshop_signs.h says of what */
    double chance;
    struct date since;
    struct quality_example example[QUALITY_EXAMPLES];
    size_t examples;
};

struct quality_finding {
    const char *code;
    long count;
};

struct quality {
    const char *code, *name;
    int class;                       /* 1 to 3; 0: unknown */
    struct date judged_on, last_day; /* unknown: nothing is counted yet */
    long weight;
    bool alarm;
    struct date first; /* of the days */
    long day[QUALITY_DAYS], active_days, records, flawed;
    long without_plate, without_odometer, without_fault, without_lists, overdue;
    struct quality_finding finding[QUALITY_FINDINGS];
    size_t findings;
    struct quality_sign sign[QUALITY_SIGNS];
    size_t signs;
};

/* `for_workshop`: its own page; else the authority's. */
h2o_iovec_t quality_page(const struct page *page, const struct quality *quality, bool for_workshop);

struct ranked_workshop {
    const char *code, *name, *region; /* in words; NULL: unknown */
    int class;
    long weight, records;
    bool alarm;
    struct date last_day;
    const char *signs; /* codes with commas between them */
};

struct ranked_region {
    const char *code, *name;
};

struct ranking {
    const struct ranked_workshop *workshop;
    size_t count;
    long all; /* of which the first `count` are shown */
    const struct ranked_region *region;
    size_t regions;
    const char *region_chosen; /* two digits; NULL: all */
    int class_chosen;          /* 0: all */
};
h2o_iovec_t ranking_page(const struct page *page, const struct ranking *ranking);
