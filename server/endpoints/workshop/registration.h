/*
 * registration - a workshop that registers itself by its software
 *
 * Who is registered already and knows the password is told its code again.
 */
#pragma once

#include <jansson.h>

#include "endpoints/workshop/family.h"

/* Members by the names of lcipproaccountcompany; the message belongs to the exchange, NULL: it is none. Ends
 * the exchange. */
void registration_start(struct exchange *x, const struct family *family, const json_t *message);
