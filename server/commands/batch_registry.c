#include "commands/batch_registry.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "commands/key_list.h"

static int by_vehicle_and_line(const void *a, const void *b)
{
    const struct batch_row *const *one = a, *const *other = b;
    int order = memcmp((*one)->vehicle.bytes, (*other)->vehicle.bytes, VEHICLE_KEY_BYTES);

    return order != 0 ? order : (*one)->line < (*other)->line ? -1 : (*one)->line > (*other)->line;
}

static PGresult *find_salts(struct transfer *t, struct batch_row *const *rows, size_t count)
{
    struct key_list keys = key_list_new(t->pool, count, VEHICLE_KEY_BYTES);

    for (size_t i = 0; i < count; i++)
        key_list_add(&keys, rows[i]->vehicle.bytes, VEHICLE_KEY_BYTES);
    return database_run(t->database, QUERY_REGISTRY_SALTS, (const char *[]){keys.text});
}

/* A vehicle that is in here twice is compared with itself, and so needs the same salt. */
static void decide(const struct transfer *t, struct batch_row *row, const struct batch_row *earlier,
                   const PGresult *salts, int n)
{
    bool known = !PQgetisnull(salts, n, 0);

    row->vehicle_is_there = known;
    row->way = known || earlier != NULL || t->count == 1 ? BY_STATEMENT : BY_COPY;
    if (known)
        sodium_hex2bin(row->salt, SALT_BYTES, PQgetvalue(salts, n, 0), SALT_BYTES * 2, NULL, NULL, NULL);
    else if (earlier != NULL)
        memcpy(row->salt, earlier->salt, SALT_BYTES);
    else
        randombytes_buf(row->salt, SALT_BYTES);
}

bool registry_look_up(struct transfer *t)
{
    size_t count;
    struct batch_row **rows = transfer_rows(t, INTAKE_REGISTRY, &count);

    if (count == 0)
        return true;
    qsort(rows, count, sizeof(*rows), by_vehicle_and_line);
    PGresult *salts = find_salts(t, rows, count);
    for (size_t i = 0; salts != NULL && i < count; i++) {
        bool repeats =
            i > 0 && memcmp(rows[i - 1]->vehicle.bytes, rows[i]->vehicle.bytes, VEHICLE_KEY_BYTES) == 0;

        decide(t, rows[i], repeats ? rows[i - 1] : NULL, salts, (int)i);
    }
    PQclear(salts);
    return salts != NULL;
}

bool registry_copy_new(struct transfer *t)
{
    size_t count;
    struct batch_row **rows = transfer_rows(t, INTAKE_REGISTRY, &count);
    struct copy *copy = NULL;

    for (size_t i = 0; i < count; i++) {
        if (rows[i]->way != BY_COPY)
            continue;
        if (copy == NULL) {
            copy = h2o_mem_alloc_pool(t->pool, sizeof(*copy));
            copy_begin(copy, t->database->pg, registry_copy_sql);
        }
        registry_copy(copy, t->database->keys, rows[i]->registry, rows[i]->salt);
    }
    return copy == NULL || copy_end(copy);
}
