/*
 * copy - rows into a table by COPY in PostgreSQL's binary format, many to a network write
 *
 * The values go as they are: nothing is put into words and read again, and nothing needs escaping. Blocking,
 * for threads and commands of their own.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <libpq-fe.h>

#include "core/date.h"

struct copy {
    PGconn *pg;
    bool good;
    size_t filled;
    char bytes[65536];
};

/* `sql` is COPY … FROM STDIN (FORMAT binary). */
void copy_begin(struct copy *copy, PGconn *pg, const char *sql);

/* A row of so many values, which follow in the order of the columns. */
void copy_row(struct copy *copy, int16_t columns);
void copy_null(struct copy *copy);
void copy_number(struct copy *copy, int64_t number); /* bigint */
void copy_whole(struct copy *copy, int32_t number);  /* int */
void copy_day(struct copy *copy, struct date date);  /* date; null for an unknown day */
void copy_time(struct copy *copy, int64_t wall_us);  /* timestamptz */
void copy_bytes(struct copy *copy, const void *bytes, size_t length);
void copy_text(struct copy *copy, const char *text);

/* Whether PostgreSQL has taken all of it. */
bool copy_end(struct copy *copy);
