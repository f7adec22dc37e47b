#include "store/history_store.h"

#include <stdlib.h>
#include <string.h>

#include <h2o.h>
#include <sodium.h>

#include "core/log.h"
#include "core/seal.h"
#include "store/repair_detail.h"

/* The columns of history_summaries.sql, which has one more for its own use; those after SUMMARY_COLUMNS only
 * in history_full.sql. The lines of a fleet have the findings there instead, and that one more;
 * history_examine.sql has what rules need. */
enum column {
    XMIN,
    VERSION,
    REGISTERED,
    FIRST_REGISTERED,
    REGION,
    COLLECTED_SINCE,
    TOTAL,
    REPAIR_ID,
    BROUGHT_ON,
    SETTLED_ON,
    ODOMETER,
    WORKS,
    PARTS,
    SIGNALS,
    DISPUTED,
    WORKSHOP_ID,
    WORKSHOP_CLASS,
    WORKSHOP_REGION,
    MISSING,
    SHOWN_VERSION,
    SUMMARY_COLUMNS,
    FLEET_FINDINGS = SUMMARY_COLUMNS,
    FLEET_COLUMNS = SUMMARY_COLUMNS + 2,
    HELD_SINCE = SUMMARY_COLUMNS,
    REVISION,
    WORKSHOP_CODE,
    WORKSHOP_NAME,
    FINDINGS,
    DETAIL,
    EXAMINED_FINDINGS = SUMMARY_COLUMNS,
    EXAMINED_REVISION,
    FUEL,
    USE,
    BROUGHT_MINUTE,
    PLATE_INDEX,
    PLATE_ELSEWHERE,
    ARRIVED_ON,
    OWN
};

_Static_assert((int)RECORD_FULL_COLUMNS == DETAIL + 1, "what statements add comes behind");

struct vehicle_key vehicle_key_of(const struct keys *keys, const struct vin *vin)
{
    struct blind_index index = blind_index(keys, KEY_VEHICLE, vin->text, VIN_LENGTH);
    struct vehicle_key key;

    _Static_assert(sizeof(key.bytes) == sizeof(index.bytes), "a vehicle key is a blind index");
    memcpy(key.bytes, index.bytes, sizeof(key.bytes));
    return key;
}

const char *vehicle_key_text(h2o_mem_pool_t *pool, const struct vehicle_key *key)
{
    return bytea_text(pool, key->bytes, sizeof(key->bytes));
}

h2o_iovec_t vehicle_vin_sealed(h2o_mem_pool_t *pool, const struct keys *keys, const struct vehicle_key *key,
                               const struct vin *vin)
{
    struct seal_place place = {"vehicle.vin", key->bytes, sizeof(key->bytes)};

    return seal(pool, keys, KEY_SEAL, place, h2o_iovec_init(vin->text, VIN_LENGTH));
}

const char *vehicle_vin_seal(h2o_mem_pool_t *pool, const struct keys *keys, const struct vehicle_key *key,
                             const struct vin *vin)
{
    h2o_iovec_t sealed = vehicle_vin_sealed(pool, keys, key, vin);

    return bytea_text(pool, sealed.base, sealed.len);
}

bool vehicle_vin_open(h2o_mem_pool_t *pool, const struct keys *keys, h2o_iovec_t key, h2o_iovec_t sealed,
                      struct vin *vin)
{
    struct seal_place place = {"vehicle.vin", key.base, key.len};
    h2o_iovec_t plain;

    return unseal(pool, keys, KEY_SEAL, place, sealed, &plain) &&
           vin_parse(vin, plain.base, plain.len) == VIN_OK;
}

const char *record_handle(h2o_mem_pool_t *pool, const struct keys *keys, const struct vehicle_key *key,
                          int64_t id)
{
    struct {
        struct vehicle_key key;
        int64_t id;
    } record = {*key, id};
    char *text = h2o_mem_alloc_pool(pool, RECORD_HANDLE_TEXT);

    _Static_assert(sizeof(record) == VEHICLE_KEY_BYTES + sizeof(int64_t), "no padding");
    struct blind_index index = short_index(keys, KEY_RECORD, &record, sizeof(record));
    return sodium_bin2hex(text, RECORD_HANDLE_TEXT, index.bytes, sizeof(index.bytes));
}

/* Rows may die before the history does. */
static const char *copy_text(h2o_mem_pool_t *pool, const struct rows *rows, int row, int column)
{
    const char *text = rows_text(rows, row, column);

    return text == NULL ? NULL : h2o_strdup(pool, text, SIZE_MAX).base;
}

static const char *text_or_empty(const struct rows *rows, int row, int column)
{
    const char *text = rows_text(rows, row, column);

    return text == NULL ? "" : text;
}

static void read_record(h2o_mem_pool_t *pool, const struct rows *rows, int row, struct record *r)
{
    r->id = rows_number(rows, row, REPAIR_ID);
    r->brought_on = rows_date(rows, row, BROUGHT_ON);
    r->settled_on = rows_date(rows, row, SETTLED_ON);
    r->odometer_km =
        rows_text(rows, row, ODOMETER) == NULL ? ODOMETER_UNKNOWN : (long)rows_number(rows, row, ODOMETER);
    r->works_coded = codes_parse(CODES_OF_WORK, text_or_empty(rows, row, WORKS));
    r->parts_coded = codes_parse(CODES_OF_PARTS, text_or_empty(rows, row, PARTS));
    r->signals = codes_parse(CODES_OF_SIGNALS, text_or_empty(rows, row, SIGNALS));
    r->disputed = rows_true(rows, row, DISPUTED);
    r->workshop.id = rows_number(rows, row, WORKSHOP_ID);
    r->workshop.class = (enum workshop_class)rows_number(rows, row, WORKSHOP_CLASS);
    r->workshop.region = copy_text(pool, rows, row, WORKSHOP_REGION);
}

static void read_detail(h2o_mem_pool_t *pool, const struct keys *keys, const struct vehicle_key *key,
                        const struct rows *rows, int row, struct record *r)
{
    r->revision = (int)rows_number(rows, row, REVISION);
    r->workshop.code = copy_text(pool, rows, row, WORKSHOP_CODE);
    r->workshop.name = copy_text(pool, rows, row, WORKSHOP_NAME);
    r->findings = findings_parse(text_or_empty(rows, row, FINDINGS));
    r->handle = record_handle(pool, keys, key, r->id);
    if (!repair_detail_open(pool, keys, key, rows_bytes(pool, rows, row, DETAIL), r))
        log_line(LOG_ERROR, "detail_does_not_open", "repair", log_number(r->id), NULL);
}

void history_from_rows(h2o_mem_pool_t *pool, const struct keys *keys, const struct rows *rows,
                       const struct vehicle_key *key, const struct vin *vin, struct history *history,
                       uint64_t *xmin)
{
    bool full = rows->columns >= RECORD_FULL_COLUMNS, any = rows_text(rows, 0, REPAIR_ID) != NULL;
    struct record *records = h2o_mem_alloc_pool(pool, sizeof(*records) * (size_t)rows->count);

    *xmin = rows_xid(rows, 0, XMIN);
    *history = (struct history){.vehicle.vin = *vin, .records = records};
    history->vehicle.version = rows_number(rows, 0, VERSION);
    history->vehicle.shown_version = rows_number(rows, 0, SHOWN_VERSION);
    history->vehicle.first_registered = rows_date(rows, 0, FIRST_REGISTERED);
    history->vehicle.region = copy_text(pool, rows, 0, REGION);
    history->coverage.registered = rows_true(rows, 0, REGISTERED);
    history->coverage.collected_since = rows_date(rows, 0, COLLECTED_SINCE);
    history->vehicle.missing = (unsigned)rows_number(rows, 0, MISSING);
    history->total = (size_t)rows_number(rows, 0, TOTAL);
    if (full)
        history->vehicle.held_since = rows_date(rows, 0, HELD_SINCE);
    for (int row = 0; any && row < rows->count; row++) {
        struct record *r = &records[history->count++];

        *r = (struct record){0};
        read_record(pool, rows, row, r);
        if (full)
            read_detail(pool, keys, key, rows, row, r);
        if (rows->columns == FLEET_COLUMNS)
            r->findings = findings_parse(text_or_empty(rows, row, FLEET_FINDINGS));
    }
}

static void read_examined(h2o_mem_pool_t *pool, const struct rows *rows, int row, struct record *r)
{
    h2o_iovec_t plate = rows_bytes(pool, rows, row, PLATE_INDEX);

    read_record(pool, rows, row, r);
    r->findings = findings_parse(text_or_empty(rows, row, EXAMINED_FINDINGS));
    r->revision = (int)rows_number(rows, row, EXAMINED_REVISION);
    r->fuel = text_or_empty(rows, row, FUEL)[0];
    r->use = (enum use)rows_number(rows, row, USE);
    r->brought_minute = (int)rows_number(rows, row, BROUGHT_MINUTE);
    if (plate.len == sizeof(r->plate_index.bytes))
        memcpy(r->plate_index.bytes, plate.base, plate.len);
    r->plate_elsewhere = rows_true(rows, row, PLATE_ELSEWHERE);
    r->arrived_on = rows_date(rows, row, ARRIVED_ON);
}

void history_examined_from_rows(h2o_mem_pool_t *pool, const struct rows *rows, struct history *history,
                                size_t *own)
{
    struct record *records = h2o_mem_alloc_pool(pool, sizeof(*records) * (size_t)rows->count);
    size_t count = rows_text(rows, 0, REPAIR_ID) == NULL ? 0 : (size_t)rows->count, found = count;

    for (size_t i = 0; i < count; i++) {
        records[i] = (struct record){0};
        read_examined(pool, rows, (int)i, &records[i]);
        if (rows_true(rows, (int)i, OWN))
            found = i;
    }
    *history =
        (struct history){.records = records, .count = count, .total = (size_t)rows_number(rows, 0, TOTAL)};
    history->vehicle.version = rows_number(rows, 0, VERSION);
    if (own != NULL)
        *own = found;
}
