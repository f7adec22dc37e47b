/*
 * client_errors - how often clients were refused, by day and problem, until it is written down
 *
 * One for each loop, bounded: what finds no room is counted in the metrics and not told to the client.
 * client_error_store.h writes it to PostgreSQL. That a vehicle has no record is an answer, not an error.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/fault.h"

struct service;
struct client_errors;

enum { CLIENT_ERRORS_MOST = 256 };

struct client_error {
    int64_t client, day; /* of China, since 1970 */
    enum fault fault;
    long count;
};

struct client_errors *client_errors_create(void);
void client_errors_destroy(struct client_errors *errors);

/* One more; nothing for client 0, who is nobody. */
void client_errors_note(struct service *service, int64_t client, enum fault fault);

/* Empties it into `taken`; how many there were. client_errors_return() puts back what could not be written.
 */
size_t client_errors_take(struct client_errors *errors, struct client_error taken[CLIENT_ERRORS_MOST]);
void client_errors_return(struct service *service, const struct client_error *taken, size_t count);
