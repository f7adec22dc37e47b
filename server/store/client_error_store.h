/*
 * client_error_store - writes down what a loop refused clients, a statement for all of it
 */
#pragma once

#include "core/client_errors.h"
#include "core/pending.h"

enum { CLIENT_ERROR_ITEM = 32, CLIENT_ERROR_LIST = CLIENT_ERRORS_MOST * CLIENT_ERROR_ITEM };

/* The loop's own; all zero at first. */
struct client_error_store {
    struct exchange *x;
    continuation *resume;
    void *state;
    size_t count;
    struct client_error taken[CLIENT_ERRORS_MOST];
    char clients[CLIENT_ERROR_LIST], days[CLIENT_ERROR_LIST], codes[CLIENT_ERROR_LIST],
        counts[CLIENT_ERROR_LIST]; /* as PostgreSQL reads arrays */
};

/* `resume` when it is written or could not be, in which case it is kept for the next time; at once when there
 * is nothing. A statement whose answer is lost may have counted, and then counts twice. */
void client_error_store(struct client_error_store *store, struct exchange *x, continuation *resume,
                        void *state);
