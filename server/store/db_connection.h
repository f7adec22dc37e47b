/*
 * db_connection - one libpq connection on the loop: connects, prepares, pipelines, times out, comes back
 *
 * A query is prepared when it is first needed: most connections need few of them, and each takes PostgreSQL a
 * third of a millisecond and memory. `chedang migrate-check` and the tests prepare all.
 */
#pragma once

#include "store/db_queue.h"

struct db_connection;

struct db_connection *db_connection_create(struct service *service);
void db_connection_destroy(struct db_connection *connection);

/* Takes it over; answers STORE_DOWN when there is no connection and none in the making. */
void db_connection_send(struct db_connection *connection, struct db_statement *statement);

unsigned db_connection_load(const struct db_connection *connection);
/* Connected; it may be preparing. */
bool db_connection_ready(const struct db_connection *connection);
