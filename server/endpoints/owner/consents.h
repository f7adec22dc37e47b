/*
 * consents - who has the owner's consent, and how it ends
 *
 *   POST /vehicles/:handle/consents/:consent/end   by whoever manages the vehicle
 *   POST /vehicles/:handle/leave                   by whoever has it
 */
#pragma once

#include "core/pending.h"
#include "render/vehicle_page.h"
#include "store/rows.h"

void consent_end_start(struct exchange *x);
void consent_leave_start(struct exchange *x);

/* Of the rows of consents_of_vehicle, which the lines do not outlive. */
const struct consent_line *consents_read(struct exchange *x, const struct rows *rows);
