/*
 * sandbox - vehicles that do not exist, for trying each answer with
 *
 * A closed list. Their VINs begin with a WMI that no maker has: ISO 3780 gives no part of the world a nought
 * to begin with. Check digits are right. Their records are rows like all others, loaded by `chedang sandbox
 * load` and looked up like all others; some make the answer itself late or a refusal. They belong to nobody,
 * are shown to no owner and no workshop, take no uploads, and are not to be counted with real ones: whoever
 * counts leaves out what is in the table sandbox_vehicle. Looking them up is no sign of scraping. Pure.
 */
#pragma once

#include <stdbool.h>
#include <string.h>

#include "core/fault.h"
#include "history/vin.h"

#define SANDBOX_WMI "0CD"

enum sandbox_case {
    SANDBOX_ORDINARY,
    SANDBOX_NO_RECORD,
    SANDBOX_NOT_COLLECTED,
    SANDBOX_ROLLBACK,
    SANDBOX_ODOMETER_REPLACED,
    SANDBOX_TYPING_ERROR,
    SANDBOX_SINGLE_READING,
    SANDBOX_DISPUTED,
    SANDBOX_STRUCTURE,
    SANDBOX_FLOOD,
    SANDBOX_FIRE,
    SANDBOX_AIRBAG,
    SANDBOX_BATTERY,
    SANDBOX_DRIVE_UNIT,
    SANDBOX_SPARSE,
    SANDBOX_MANY,
    SANDBOX_SLOW,
    SANDBOX_LIMIT,
    SANDBOX_BUSY,
    SANDBOX_STORE_DOWN,
    SANDBOX_CASES
};

enum { SANDBOX_SLOW_MS = 2000, SANDBOX_MANY_RECORDS = 500 };

struct sandbox_vehicle {
    struct vin vin;
    const char *shows;    /* a word for programs */
    const char *about;    /* a sentence for people */
    enum fault fault;     /* what a look-up answers with */
    unsigned after_ms;    /* how late it answers at least */
    unsigned retry_after; /* seconds; 0: it is not said */
};

const struct sandbox_vehicle *sandbox_vehicle(enum sandbox_case which);

/* NULL when it is not on the list. */
const struct sandbox_vehicle *sandbox_vehicle_of(const struct vin *vin);

/* Whether it is refused before anything is looked up; else its fault is what its records come to. */
bool sandbox_refuses(const struct sandbox_vehicle *vehicle);

/* Whether no vehicle can have this VIN, on the list or not. */
static inline bool vin_is_reserved(const struct vin *vin)
{
    return memcmp(vin->text, SANDBOX_WMI, sizeof(SANDBOX_WMI) - 1) == 0;
}
