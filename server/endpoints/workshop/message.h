/*
 * message - the shapes that programs give to one and the same JSON message
 *
 * Keys in any case, numbers as numbers or as text, objects and lists as such or as strings that hold their
 * JSON.
 */
#pragma once

#include <jansson.h>

#include "core/exchange.h"
#include "history/submission.h"

/* The member of this name, whatever its case; NULL when it is absent or not an object's. */
json_t *message_member(const json_t *object, const char *name);

/* A text or a number as text; NULL for anything else. Belongs to the exchange or to the message. */
const char *message_text(struct exchange *x, const json_t *object, const char *name);

/*
 * The v1 record: basicInfo, vehiclepartslist, repairprojectlist. False when a part of it cannot be read as
 * what it should be; then nothing of it may be taken, and the whole is kept in quarantine.
 */
bool message_read_record(struct exchange *x, const json_t *message, struct raw_submission *raw);

/* The access token of a message that is broken, or has it elsewhere, so that its sender is known all the
 * same; or NULL. */
const char *message_find_token(struct exchange *x, h2o_iovec_t body);
