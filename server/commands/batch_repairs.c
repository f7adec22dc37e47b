#include "commands/batch_repairs.h"

#include <stdlib.h>
#include <string.h>

#include <h2o.h>

#include <sodium.h>

#include "commands/key_list.h"
#include "store/repair_copy.h"

enum { NUMBER_ROOM = 10 };

/* The columns of settlements_known. */
enum { CONTENT, VEHICLE, VEHICLE_IS_THERE, ID };

static int by_settlement(const void *a, const void *b)
{
    const struct repair_row *one = (*(struct batch_row *const *)a)->repair;
    const struct repair_row *other = (*(struct batch_row *const *)b)->repair;

    if (one->workshop != other->workshop)
        return one->workshop < other->workshop ? -1 : 1;
    return memcmp(one->number.bytes, other->number.bytes, INDEX_BYTES);
}

static int by_settlement_and_line(const void *a, const void *b)
{
    const struct batch_row *const *one = a, *const *other = b;
    int order = by_settlement(a, b);

    return order != 0 ? order : (*one)->line < (*other)->line ? -1 : (*one)->line > (*other)->line;
}

static bool send_lists(struct transfer *t, enum query query, struct batch_row *const *rows, size_t count,
                       PGresult **result)
{
    struct key_list workshops = key_list_new(t->pool, count, NUMBER_ROOM),
                    numbers = key_list_new(t->pool, count, INDEX_BYTES),
                    vehicles = key_list_new(t->pool, count, VEHICLE_KEY_BYTES);

    for (size_t i = 0; i < count; i++) {
        key_list_add_number(&workshops, rows[i]->repair->workshop);
        key_list_add(&numbers, rows[i]->repair->number.bytes, INDEX_BYTES);
        key_list_add(&vehicles, rows[i]->vehicle.bytes, VEHICLE_KEY_BYTES);
    }
    *result = database_run(t->database, query, (const char *[]){workshops.text, numbers.text, vehicles.text});
    return *result != NULL;
}

static bool has_content(const struct batch_row *row, const char *hex)
{
    char own[HASH_BYTES * 2 + 1];

    return strcmp(sodium_bin2hex(own, sizeof(own), row->repair->content.bytes, HASH_BYTES), hex) == 0;
}

static void decide(struct transfer *t, struct batch_row *row, bool repeats, const PGresult *known, int n)
{
    row->vehicle_is_there = *PQgetvalue(known, n, VEHICLE_IS_THERE) == 't';
    row->id = strtoll(PQgetvalue(known, n, ID), NULL, 10);
    row->way = repeats || t->count == 1 ? BY_STATEMENT : BY_COPY;
    row->moves_from = NULL;
    if (PQgetisnull(known, n, CONTENT))
        return;
    row->way = !repeats && has_content(row, PQgetvalue(known, n, CONTENT)) ? NOT_AT_ALL : BY_STATEMENT;
    if (row->way == NOT_AT_ALL)
        row->fate = FATE_UNCHANGED;
    else
        row->moves_from = h2o_strdup(t->pool, PQgetvalue(known, n, VEHICLE), SIZE_MAX).base;
}

bool repairs_look_up(struct transfer *t)
{
    size_t count;
    struct batch_row **rows = transfer_rows(t, INTAKE_REPAIRS, &count);
    PGresult *known = NULL;

    if (count == 0)
        return true;
    qsort(rows, count, sizeof(*rows), by_settlement_and_line);
    if (!send_lists(t, QUERY_SETTLEMENTS_KNOWN, rows, count, &known))
        return false;
    for (size_t i = 0; i < count; i++)
        decide(t, rows[i], i > 0 && by_settlement(&rows[i - 1], &rows[i]) == 0, known, (int)i);
    PQclear(known);
    return true;
}

static bool copy_all(struct transfer *t, struct batch_row *const *rows, size_t count, const char *sql,
                     void (*put)(struct copy *copy, const struct repair_row *row, int64_t id))
{
    struct copy *copy = h2o_mem_alloc_pool(t->pool, sizeof(*copy));

    copy_begin(copy, t->database->pg, sql);
    for (size_t i = 0; i < count; i++)
        if (rows[i]->way == BY_COPY)
            put(copy, rows[i]->repair, rows[i]->id);
    return copy_end(copy);
}

bool repairs_copy(struct transfer *t)
{
    size_t count, copied = 0;
    struct batch_row **rows = transfer_rows(t, INTAKE_REPAIRS, &count);

    for (size_t i = 0; i < count; i++)
        copied += rows[i]->way == BY_COPY;
    return copied == 0 || (copy_all(t, rows, count, settlement_copy_sql, settlement_copy) &&
                           copy_all(t, rows, count, repair_copy_sql, repair_copy));
}
