/* asker - who asks, as parameters of statements that act for them alone; in memory of the exchange */
#pragma once

#include "core/exchange.h"

/* The ids of the session's account, workshop, member of staff, client's administrator, or of the client that
 * the latter administers, and of a token's client; "0" when it is none. */
const char *account_text(struct exchange *x);
const char *workshop_text(struct exchange *x);
const char *staff_text(struct exchange *x);
const char *client_admin_text(struct exchange *x);
const char *administered_text(struct exchange *x);
const char *client_text(struct exchange *x);

/* The client of a token, or else the one that the session administers. */
const char *exporter_text(struct exchange *x);

/* The hash of the session or the token that the request came with. */
const char *session_text(struct exchange *x);
