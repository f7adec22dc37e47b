/*
 * ticket - a token for uploads, for a workshop's code and password; good for a day beside the earlier ones
 */
#pragma once

#include <jansson.h>

#include "endpoints/workshop/family.h"

struct ticket_names {
    const char *code, *password;
};

/* Ends the exchange. The message belongs to it; NULL: it is none. */
void ticket_give(struct exchange *x, const struct family *family, const json_t *message,
                 const struct ticket_names *names);
