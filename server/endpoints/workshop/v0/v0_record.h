/* v0_record - a record as the pilot's programs send it */
#pragma once

#include "endpoints/workshop/family.h"
#include "endpoints/workshop/message.h"
#include "history/text.h"

extern const struct family v0;
extern const struct message_names message_v0;

/* As message_read(); a bill that has no number of its own has that of the order. */
bool v0_read(struct exchange *x, const json_t *message, struct raw_submission *raw);
