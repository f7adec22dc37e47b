/*
 * message - the shapes that programs give to one and the same JSON message
 *
 * Keys in any case, numbers as numbers or as text, objects and lists as such or as strings that hold their
 * JSON. Which names a family uses is a table of its own.
 */
#pragma once

#include <jansson.h>

#include "core/exchange.h"
#include "history/submission.h"

/* JSON that belongs to the exchange; NULL for anything else. */
json_t *message_of(struct exchange *x, h2o_iovec_t text);

/* The member of this name, whatever its case; NULL when it is absent or not an object's. */
json_t *message_member(const json_t *object, const char *name);

/* A text or a number as text; NULL for anything else. Belongs to the exchange or to the message. */
const char *message_text(struct exchange *x, const json_t *object, const char *name);

/* An object or a list, or a string that holds one. Absent, null and fillers give NULL and true. */
bool message_nested(struct exchange *x, json_t *value, json_type type, json_t **nested);

/* How a family calls what a submission has; NULL: it has no such thing. `info` NULL: the facts stand in the
 * message itself; `work_parts`: parts stand in the work that they were for. */
struct message_names {
    const char *info, *works, *parts, *fees;
    const char *vin, *plate, *company_name, *brought_on, *settled_on, *odometer, *fault, *settlement_no,
        *total, *fuel, *use;
    const char *work_name, *work_hours, *work_price, *work_parts;
    const char *part_name, *part_code, *part_quantity, *part_price;
    const char *fee_name, *fee_price;
};
extern const struct message_names message_v1;

/*
 * False when a part of it cannot be read as what it should be; then nothing of it may be taken, and the whole
 * is kept in quarantine.
 */
bool message_read(struct exchange *x, const json_t *message, const struct message_names *names,
                  struct raw_submission *raw);

/* `access_token` of the message, or of the bytes of one that is broken, so that its sender is known all the
 * same; NULL. */
const char *message_token(struct exchange *x, const json_t *message, h2o_iovec_t bytes);
