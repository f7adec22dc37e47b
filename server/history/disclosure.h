/*
 * disclosure - what each audience may see of a history
 *
 * The only maker of struct view. Everything in render/ takes views and cannot even look into a record, so no
 * page, document or reply can leave out this step. A view is built field by field from an allow-list: what
 * the table in disclosure.c forgets stays hidden. Source of the table: the disclosure policy, columns OWN,
 * UCP and CER; those of a buyer stand between the first two.
 *
 * A member that is NULL, 0, negative or unknown is either not for these eyes or not on file; a view does not
 * say which.
 */
#pragma once

#include <h2o/memory.h>

#include "core/audience.h"
#include "core/date.h"
#include "history/codes.h"
#include "history/finding.h"
#include "history/upkeep.h"
#include "history/verdict.h"

struct history;

/* Of the table and of what is made with it: another one voids what is cached, and entity tags. */
#define DISCLOSURE_FORMAT "7"

/* How exact the dates of this view are; a month has day 1. */
enum date_precision { DATES_HIDDEN, DATES_BY_MONTH, DATES_BY_DAY };

struct view_work {
    const char *name;
    const char *hours; /* decimal text */
};

struct view_part {
    const char *name, *code;
    const char *quantity; /* decimal text */
};

struct view_unread {
    const char *field, *text;
};

struct view_record {
    struct date brought_on, settled_on; /* of the last reading it may be a day where others are months */
    long odometer_km;                   /* -1: none */
    unsigned doubt;     /* the how manieth doubtful reading that the verdict rests on; 0: none */
    int workshop_class; /* 0: none; 1 to 3 */
    const char *region; /* six digits of GB/T 2260, or two and "0000" where only the province is shown */
    work_codes works_coded;
    part_codes parts_coded;
    signal_codes signals;
    bool disputed;
    const char *handle; /* stands for it in addresses */
    const char *workshop_name, *settlement_no, *plate, *fault;
    const struct view_work *works;
    size_t work_count;
    const struct view_part *parts;
    size_t part_count;
    const struct view_unread *unread;
    size_t unread_count;
    finding_set findings;
};

enum coverage_status {
    COVERAGE_RECORDED,      /* there are records */
    COVERAGE_NONE_RECORDED, /* none, although they would be here: the province is collected */
    COVERAGE_NOT_COLLECTED  /* none, and none could be */
};

struct view {
    enum audience audience;
    const char *vin; /* whole, or "LSV**********2123" */
    const char *maker_zh, *maker_en;
    int model_year; /* 0: unknown */
    bool check_digit_warning;
    struct date first_registered;
    enum date_precision dates, registration_precision;
    struct verdict verdict;
    signal_codes signals; /* of all records */
    unsigned disputes;
    enum coverage_status coverage;
    struct date collected_since;
    struct upkeep upkeep;
    struct gap gaps[GAPS_MOST]; /* the latest first */
    size_t gap_count;
    int64_t version;                   /* the owner's page only; 0 elsewhere */
    const struct view_record *records; /* newest first */
    size_t count, total;               /* shown here; recorded in all */
};

/* All memory from `pool`. The view may point into the history, which must live as long. */
void disclose(h2o_mem_pool_t *pool, const struct history *history, enum audience audience, struct view *view);

/*
 * The table itself, for the page that explains it and for nothing else: how much of a field an audience sees.
 * Fields count from 0 to disclosure_fields() - 1 and have a code ("first_registered"), audiences as well
 * ("platform", as in the trail).
 */
enum disclosed { DISCLOSED_NOT, DISCLOSED_ROUGHLY, DISCLOSED_WHOLE };
enum { FIELD_TEXT = 32 };

size_t disclosure_fields(void);
const char *disclosure_field_code(size_t field, char text[FIELD_TEXT]);
const char *audience_code(enum audience audience);
enum disclosed disclosure_of(size_t field, enum audience audience);
