/* disclosure_world - a history whose every field can be changed alone, and whether that shows to somebody */
#pragma once

#include "testing.h"

#include "core/audience.h"
#include "history/record.h"

enum { MOST_RECORDS = 12 };

/* A history that may be changed field by field. */
struct world {
    struct history history;
    struct record records[MOST_RECORDS];
    struct work works[MOST_RECORDS];
    struct part parts[MOST_RECORDS];
    struct as_sent unread[MOST_RECORDS];
};

/* From the same `dice_state` come the same worlds. */
extern unsigned dice_state;
unsigned dice(unsigned sides);
void make_world(struct world *w);

/* One change to the record `i`, or to the vehicle. */
typedef void mutation(struct world *w, size_t i);
mutation day, brought, metres, plate, fault, settlement, company, workshop_name, workshop_code, county,
    work_name, hours, no_works, part_name, part_code, quantity, unread, findings, revision, number, version,
    money, kind, held, registered_day, collected_day, vehicle_county, vin_middle, year, thousand, class,
    province, codes, signal_set, disputed;

/* Does it change what they see? Of a platform the bytes count that leave, too; a buyer of a part has chosen
 * the newest record alone. */
bool changes(struct world *w, enum audience audience, mutation *mutate, size_t i);

/* Tried on random worlds and records; fails when one of `hidden` shows to them, or one of `shown` does not.
 * How often was tried. */
size_t assert_hidden(enum audience audience, mutation *const *hidden, size_t count, int rounds);
void assert_shown(enum audience audience, mutation *const *shown, size_t count, int rounds);
