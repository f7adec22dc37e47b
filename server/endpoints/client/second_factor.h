/*
 * second_factor - the code of an authenticator, or a recovery code, behind the right password
 *
 * The first time it is an enrolment: a key is shown, a code of it confirms that the authenticator has it, and
 * ten recovery codes are shown once. Tries are taken in PostgreSQL before a code is looked at: five a
 * password, and ten an hour for one administrator. A code counts once.
 */
#pragma once

#include "core/exchange.h"

void second_factor_form(struct exchange *x);
void second_factor_start(struct exchange *x);
void enrol_form(struct exchange *x);
void enrol_start(struct exchange *x);
