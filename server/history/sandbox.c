#include "history/sandbox.h"

#include <stddef.h>

/* clang-format off */
static const struct sandbox_vehicle vehicles[SANDBOX_CASES] = {
    [SANDBOX_ORDINARY]          = {{"0CDSANDB0JA000001"}, "ordinary",          "Six records, nothing odd.", FAULT_NONE, 0, 0},
    [SANDBOX_NO_RECORD]         = {{"0CDSANDB2JA000002"}, "no_record",         "Registered where repairs are collected, without a record.", FAULT_NO_RECORD, 0, 0},
    [SANDBOX_NOT_COLLECTED]     = {{"0CDSANDB4JA000003"}, "not_collected",     "Without a record, and nobody knows whether there could be one.", FAULT_NOT_COLLECTED, 0, 0},
    [SANDBOX_ROLLBACK]          = {{"0CDSANDB6JA000004"}, "rollback",          "The odometer was turned back; two workshops confirm it.", FAULT_NONE, 0, 0},
    [SANDBOX_ODOMETER_REPLACED] = {{"0CDSANDB8JA000005"}, "odometer_replaced", "The instrument cluster was replaced and began at nothing: no judgement.", FAULT_NONE, 0, 0},
    [SANDBOX_TYPING_ERROR]      = {{"0CDSANDBXJA000006"}, "typing_error",      "One reading was probably mistyped: no judgement.", FAULT_NONE, 0, 0},
    [SANDBOX_SINGLE_READING]    = {{"0CDSANDB1JA000007"}, "single_reading",    "One record: too few readings to judge.", FAULT_NONE, 0, 0},
    [SANDBOX_DISPUTED]          = {{"0CDSANDB3JA000008"}, "disputed",          "The owner contests one of the records.", FAULT_NONE, 0, 0},
    [SANDBOX_STRUCTURE]         = {{"0CDSANDB5JA000009"}, "structure",         "Structural repair after a collision.", FAULT_NONE, 0, 0},
    [SANDBOX_FLOOD]             = {{"0CDSANDB1JA000010"}, "flood",             "Flood damage.", FAULT_NONE, 0, 0},
    [SANDBOX_FIRE]              = {{"0CDSANDB3JA000011"}, "fire",              "Fire damage.", FAULT_NONE, 0, 0},
    [SANDBOX_AIRBAG]            = {{"0CDSANDB5JA000012"}, "airbag",            "Airbags replaced.", FAULT_NONE, 0, 0},
    [SANDBOX_BATTERY]           = {{"0CDSANDB7JA000013"}, "traction_battery",  "An electric car whose traction battery was replaced.", FAULT_NONE, 0, 0},
    [SANDBOX_DRIVE_UNIT]        = {{"0CDSANDB9JA000014"}, "drive_unit",        "An electric car whose drive unit was replaced.", FAULT_NONE, 0, 0},
    [SANDBOX_SPARSE]            = {{"0CDSANDB0JA000015"}, "sparse",            "Records in which nearly everything is missing: null in many places.", FAULT_NONE, 0, 0},
    [SANDBOX_MANY]              = {{"0CDSANDB2JA000016"}, "many_records",      "500 records.", FAULT_NONE, 0, 0},
    [SANDBOX_SLOW]              = {{"0CDSANDB4JA000017"}, "slow",              "As the ordinary one, after two seconds.", FAULT_NONE, SANDBOX_SLOW_MS, 0},
    [SANDBOX_LIMIT]             = {{"0CDSANDB6JA000018"}, "limit_reached",     "As if a limit were reached: 429 with Retry-After.", FAULT_LIMIT, 0, 5},
    [SANDBOX_BUSY]              = {{"0CDSANDB8JA000019"}, "busy",              "As if too much were under way: 503 with Retry-After.", FAULT_BUSY, 0, 2},
    [SANDBOX_STORE_DOWN]        = {{"0CDSANDB4JA000020"}, "store_unavailable", "As if the records could not be reached: 503 with Retry-After.", FAULT_STORE_DOWN, 0, 2},
};
/* clang-format on */

const struct sandbox_vehicle *sandbox_vehicle(enum sandbox_case which)
{
    return &vehicles[which];
}

const struct sandbox_vehicle *sandbox_vehicle_of(const struct vin *vin)
{
    for (enum sandbox_case c = 0; vin_is_reserved(vin) && c < SANDBOX_CASES; c++)
        if (strcmp(vin->text, vehicles[c].vin.text) == 0)
            return &vehicles[c];
    return NULL;
}

bool sandbox_refuses(const struct sandbox_vehicle *vehicle)
{
    return vehicle->retry_after != 0;
}
