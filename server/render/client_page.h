/* client_page - what a client's administrator sees first: contract, use, and what was refused */
#pragma once

#include "core/purpose.h"
#include "render/page.h"

enum { USAGE_DAYS = 30, USAGE_OUTCOMES = 3, CLIENT_REFUSALS_MOST = 100 };

/* What today's contract says; valid_until 0: there is none. */
struct client_contract {
    int64_t valid_from, valid_until; /* wall clock, microseconds */
    long burst, day;                 /* look-ups in ten seconds, in a day */
    struct terms terms;
};

/* Answered look-ups of the last days. */
struct client_usage {
    struct date first; /* the day of day[0] */
    long day[USAGE_DAYS];
    long purpose[PURPOSE_COUNT], today[PURPOSE_COUNT];
    long outcome[USAGE_OUTCOMES]; /* in the order of client_outcomes */
    long all, all_today;
};

/* "shown", "no_record", "not_collected" */
extern const char *const client_outcomes[USAGE_OUTCOMES];

struct client_refusal {
    struct date on;
    const char *code;
    long count;
};

struct client_shown {
    const char *client, *client_id, *admin;
    bool sandbox;
    long recovery_left;
    struct client_contract contract;
    struct client_usage usage;
    struct client_refusal refusal[CLIENT_REFUSALS_MOST]; /* the latest first */
    size_t refusal_count;
};

h2o_iovec_t client_page(const struct page *page, const struct client_shown *shown);
