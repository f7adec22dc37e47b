/* verify_words - what `chedang verify` says: sentences for people, or one line of JSON */
#pragma once

#include <stdbool.h>

#include "certificate/check.h"

/* How far the answer reaches: beside the verdict, and not part of it. */
struct verify_reach {
    bool root_checked;        /* the trust list was held against a root key that was named */
    bool trust_due;           /* it should have been replaced by a newer one */
    int64_t trust_at;         /* when it was made */
    bool status_due;          /* the status list is out of date */
    const char *status_fault; /* why the status list does not count; NULL: it does, or there is none */
    const char *input_fault;  /* why nothing could be checked; NULL: it was */
    int64_t now;
};

/* Whether it is genuine, and nothing was left out that would have to be known for that. */
bool verify_in_full(const struct check *check, const struct verify_reach *reach);

void verify_say(const struct check *check, const struct verify_reach *reach);
void verify_say_json(const struct check *check, const struct verify_reach *reach);
