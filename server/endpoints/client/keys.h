/*
 * keys - a client's keys, as its administrator sees, adds and ends them
 *
 * Adding and ending are functions of the database that ask the session whose client it is, and note who did
 * it. A token that was got with an ended key is believed for TRUST_MS more at most.
 */
#pragma once

#include "core/exchange.h"

void keys_start(struct exchange *x);
void key_secret_start(struct exchange *x);
void key_public_start(struct exchange *x);
void key_end_form_start(struct exchange *x);
void key_end_start(struct exchange *x);
