/* The lines of a file are its bytes, none lost; each is read as a line of the registry. */
#include "target.h"

#include "commands/import_entry.h"
#include "commands/line_reader.h"
#include "commands/registry_reader.h"

/* Whether jansson understood the same; it takes what is deeper or wider as well. */
static bool is_same(const json_t *json, const struct line_value *value)
{
    const struct line_value *own = value->first;
    const char *name;
    char number[32];
    json_t *j;
    size_t i;

    switch (json_typeof(json)) {
    case JSON_OBJECT:
        json_object_foreach((json_t *)json, name, j) if (line_member(value, name) == NULL ||
                                                         !is_same(j, line_member(value, name))) return false;
        return value->kind == LINE_OBJECT && value->count == json_object_size(json);
    case JSON_ARRAY:
        json_array_foreach(json, i, j)
        {
            if (own == NULL || !is_same(j, own))
                return false;
            own = own->next;
        }
        return value->kind == LINE_LIST && value->count == json_array_size(json);
    case JSON_STRING: return value->kind == LINE_TEXT && strcmp(value->text, json_string_value(json)) == 0;
    case JSON_INTEGER:
        snprintf(number, sizeof(number), "%" JSON_INTEGER_FORMAT, json_integer_value(json));
        return value->kind == LINE_NUMBER && strcmp(value->text, number) == 0;
    case JSON_REAL:
        snprintf(number, sizeof(number), "%.15g", json_real_value(json));
        return value->kind == LINE_NUMBER && strcmp(value->text, number) == 0;
    default: return value->kind == LINE_WORD && value->text == NULL;
    }
}

/* Deeper or wider than what is taken. */
static bool is_too_large(const json_t *json, int depth)
{
    const char *name;
    json_t *j;
    size_t i;

    if (json_object_size(json) > LINE_JSON_MEMBERS ||
        ((json_is_object(json) || json_is_array(json)) && depth > LINE_JSON_DEPTH))
        return true;
    json_object_foreach((json_t *)json, name, j) if (is_too_large(j, depth + 1)) return true;
    json_array_foreach(json, i, j) if (is_too_large(j, depth + 1)) return true;
    return false;
}

static const struct line_value *read_entry(struct exchange *x, const char *line, size_t length)
{
    json_t *json = json_loadb(line, length, JSON_REJECT_DUPLICATES, NULL);
    const struct line_value *value = line_json_read(&x->pool, line, length);

    MUST(value == NULL || json != NULL);
    MUST(json == NULL || (value == NULL ? is_too_large(json, 1) : is_same(json, value)));
    json_decref(json);
    return value;
}

static void check_entry(struct exchange *x, const char *line, size_t length)
{
    const struct line_value *entry = read_entry(x, line, length);
    const char *texts[REGISTRY_COLUMNS];
    struct registry_row row;
    struct raw_submission raw;

    if (entry == NULL)
        return;
    for (enum registry_column c = 0; c < REGISTRY_COLUMNS; c++)
        texts[c] = entry_text(entry, registry_column_name(c));
    const char *wrong = registry_read(&x->pool, texts, &row);
    MUST(wrong != NULL || strlen(row.vin.text) == VIN_LENGTH);
    for (enum fact f = 0; f < FACT_COUNT; f++)
        MUST(wrong != NULL || (row.facts[f][0] != '\0' && target_is_utf8(row.facts[f])));
    MUST(wrong != NULL || row.region == NULL || strlen(row.region) == 6);
    entry_read_repair(&x->pool, entry, &raw);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    FILE *file = size == 0 ? NULL : fmemopen((void *)bytes, size, "rb");
    struct line_reader reader;
    const char *line;
    size_t length, at = 0;

    if (file == NULL)
        return 0;
    struct exchange *x = target_begin();
    MUST(line_reader_open(&reader, file));
    while (line_reader_next(&reader, &line, &length)) {
        MUST(!reader.too_long && at + length <= size && memcmp(bytes + at, line, length) == 0);
        at += length + 1;
        MUST(at > size ? at == size + 1 : bytes[at - 1] == '\n');
        check_entry(x, line, length);
    }
    MUST(at >= size && reader.bytes == size && !reader.broken);
    line_reader_close(&reader);
    fclose(file);
    target_end(x);
    return 0;
}
