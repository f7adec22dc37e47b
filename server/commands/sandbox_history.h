/*
 * sandbox_history - what workshops did to the vehicles of the sandbox, as they would have sent it
 *
 * All days are fixed and over, so that loading it again changes nothing.
 */
#pragma once

#include "core/date.h"
#include "history/sandbox.h"

struct sandbox_workshop {
    const char *code; /* begins with a nought, as no place does */
    const char *name, *class, *region;
};

enum { SANDBOX_WORKSHOPS = 3 };
extern const struct sandbox_workshop sandbox_workshops[SANDBOX_WORKSHOPS];

struct sandbox_job {
    struct date on; /* brought in and settled; unknown: it was not sent */
    long km;        /* -1: it was not sent */
    unsigned workshop;
    const char *work, *part, *fault; /* NULL: it was not sent */
};

/* The job of this number, from 0, the oldest first; false behind the last. */
bool sandbox_job(enum sandbox_case which, size_t number, struct sandbox_job *job);

/* Whether the registry knows the vehicle; the day it was first registered, and where. */
bool sandbox_is_registered(enum sandbox_case which);
extern const struct date sandbox_registered_on;
extern const char sandbox_registered_in[];
