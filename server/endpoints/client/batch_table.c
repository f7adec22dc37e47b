#include "endpoints/client/batch_table.h"

#include <string.h>
#include <strings.h>

#include <jansson.h>

#include "core/csv_lines.h"
#include "core/service.h"
#include "endpoints/client/request_text.h"
#include "endpoints/platform/reference.h"
#include "store/certificate_batch_store.h"

enum { VIN, REFERENCE, DESTINATION, LANGUAGE, SHARE, PIN, COLUMNS, KIB = 1024 };

/* Texts with commas between them. */
struct joined {
    char *base;
    size_t length, room;
};

static void join(struct exchange *x, struct joined *j, const char *text, bool first)
{
    size_t length = strlen(text) + 1;

    if (j->room - j->length <= length) {
        size_t room = (j->room + length) * 2;
        char *larger = exchange_alloc(x, room);

        memcpy(larger, j->base == NULL ? "" : j->base, j->length);
        j->base = larger;
        j->room = room;
    }
    if (!first)
        j->base[j->length++] = ',';
    memcpy(j->base + j->length, text, length);
    j->length += length - 1;
}

static bool is_utf8(h2o_iovec_t bytes)
{
    json_t *text = memchr(bytes.base, '\0', bytes.len) == NULL ? json_stringn(bytes.base, bytes.len) : NULL;
    bool good = text != NULL;

    json_decref(text);
    return good;
}

/* Hex without what PostgreSQL begins it with. */
static const char *sealed(struct exchange *x, enum batch_column column, const char *handle, unsigned line,
                          h2o_iovec_t plain)
{
    return batch_seal(&x->pool, x->service->keys, column, handle, line, plain) + strlen("\\x");
}

/* What is no reference is the request's fault, and not kept: it may be anything. */
static const char *sealed_reference(struct exchange *x, const char *handle, const struct csv_lines *lines,
                                    const struct csv_row *row)
{
    char reference[REFERENCE_BYTES];

    if (row->count <= REFERENCE ||
        !reference_read(h2o_iovec_init(row->cell[REFERENCE], strlen(row->cell[REFERENCE])), reference))
        return "";
    return sealed(x, BATCH_REFERENCE, handle, lines->line, h2o_iovec_init(reference, strlen(reference)));
}

/* Empty: the line cannot be read. */
static const char *sealed_request(struct exchange *x, const char *handle, const struct csv_lines *lines,
                                  const struct csv_row *row)
{
    if (row->broken || (row->count != PIN && row->count != COLUMNS))
        return "";
    const struct request_text text = {.vin = row->cell[VIN],
                                      .reference = row->cell[REFERENCE],
                                      .destination = row->cell[DESTINATION],
                                      .language = row->cell[LANGUAGE],
                                      .share = row->cell[SHARE],
                                      .pin = row->count == COLUMNS ? row->cell[PIN] : NULL};
    h2o_iovec_t json = request_json(x, &text);

    return json.len == 0 ? "" : sealed(x, BATCH_REQUEST, handle, lines->line, json);
}

static bool is_heading(const struct csv_lines *lines, const struct csv_row *row)
{
    return lines->line == 1 && strcasecmp(row->cell[VIN], "vin") == 0;
}

enum batch_notice batch_table_read(struct exchange *x, const char *handle, h2o_iovec_t bytes,
                                   struct batch_table *table)
{
    struct csv_lines lines = csv_lines_of(bytes);
    struct joined numbers = {0}, references = {0}, requests = {0};
    struct csv_row row;

    *table = (struct batch_table){.count = 0};
    if (bytes.len == 0)
        return BATCH_NO_FILE;
    if (bytes.len > BATCH_KIB_MOST * KIB)
        return BATCH_TOO_LARGE;
    if (!is_utf8(bytes))
        return BATCH_NOT_UTF8;
    while (csv_lines_next(&lines, &x->pool, &row)) {
        if (row.count == 0 || is_heading(&lines, &row))
            continue;
        if (table->count == BATCH_LINES_MOST)
            return BATCH_TOO_MANY_LINES;
        join(x, &numbers, exchange_text(x, "%u", lines.line), table->count == 0);
        join(x, &references, sealed_reference(x, handle, &lines, &row), table->count == 0);
        join(x, &requests, sealed_request(x, handle, &lines, &row), table->count == 0);
        table->count++;
    }
    table->numbers = numbers.base;
    table->references = references.base;
    table->requests = requests.base;
    return table->count == 0 ? BATCH_NO_LINE : BATCH_PLAIN;
}
