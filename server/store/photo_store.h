/*
 * photo_store - photos as they are stored: sealed, and bound to the row and the name that they are stored
 * under
 */
#pragma once

#include "core/exchange.h"
#include "core/photo.h"

/* The photos that there are among these, as two parameters of one order: text[] and bytea[]. */
const char *photo_names_text(struct exchange *x, const struct photo_field *field, size_t count);
const char *photo_bodies_text(struct exchange *x, const char *column, const char *row,
                              const struct photo_field *field, size_t count);

/* One alone, as a bytea parameter; NULL when there is none. */
const char *photo_body_text(struct exchange *x, const char *column, const char *row,
                            const struct photo_field *field);

/* A stored photo; false, and a line in the log, when it does not open. */
bool MUST_CHECK photo_open(struct exchange *x, const char *column, const char *row, const char *name,
                           h2o_iovec_t sealed, h2o_iovec_t *jpeg);
