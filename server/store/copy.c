#include "store/copy.h"

#include <string.h>

static void flush(struct copy *c)
{
    if (c->good && c->filled != 0)
        c->good = PQputCopyData(c->pg, c->bytes, (int)c->filled) == 1;
    c->filled = 0;
}

static void put(struct copy *c, const void *bytes, size_t length)
{
    if (length > sizeof(c->bytes) - c->filled)
        flush(c);
    if (length > sizeof(c->bytes)) {
        c->good = c->good && PQputCopyData(c->pg, bytes, (int)length) == 1;
        return;
    }
    memcpy(c->bytes + c->filled, bytes, length);
    c->filled += length;
}

/* In the network's order, the highest byte first. */
static void put_whole(struct copy *c, uint64_t number, size_t bytes)
{
    uint8_t text[8];

    for (size_t i = 0; i < bytes; i++)
        text[i] = (uint8_t)(number >> (8 * (bytes - 1 - i)));
    put(c, text, bytes);
}

void copy_begin(struct copy *c, PGconn *pg, const char *sql)
{
    static const char head[19] = "PGCOPY\n\377\r\n"; /* signature, flags, no extension */
    PGresult *result = PQexec(pg, sql);

    c->pg = pg;
    c->good = PQresultStatus(result) == PGRES_COPY_IN;
    c->filled = 0;
    PQclear(result);
    put(c, head, sizeof(head));
}

void copy_row(struct copy *c, int16_t columns)
{
    put_whole(c, (uint64_t)columns, 2);
}

void copy_null(struct copy *c)
{
    put_whole(c, UINT64_MAX, 4);
}

void copy_number(struct copy *c, int64_t number)
{
    put_whole(c, 8, 4);
    put_whole(c, (uint64_t)number, 8);
}

void copy_whole(struct copy *c, int32_t number)
{
    put_whole(c, 4, 4);
    put_whole(c, (uint64_t)(int64_t)number, 4);
}

void copy_day(struct copy *c, struct date date)
{
    static const struct date epoch = {2000, 1, 1}; /* from which PostgreSQL counts */

    if (date_known(date))
        copy_whole(c, (int32_t)date_days_between(epoch, date));
    else
        copy_null(c);
}

void copy_time(struct copy *c, int64_t wall_us)
{
    static const int64_t epoch_us = INT64_C(946684800000000); /* PostgreSQL counts from 2000-01-01 */

    copy_number(c, wall_us - epoch_us);
}

void copy_bytes(struct copy *c, const void *bytes, size_t length)
{
    put_whole(c, length, 4);
    put(c, bytes, length);
}

void copy_text(struct copy *c, const char *text)
{
    copy_bytes(c, text, strlen(text));
}

bool copy_end(struct copy *c)
{
    PGresult *result;

    put_whole(c, UINT64_MAX, 2);
    flush(c);
    if (PQputCopyEnd(c->pg, c->good ? NULL : "given up") != 1)
        return false;
    while ((result = PQgetResult(c->pg)) != NULL) {
        c->good = c->good && PQresultStatus(result) == PGRES_COMMAND_OK;
        PQclear(result);
    }
    return c->good;
}
