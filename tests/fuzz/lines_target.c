/* The lines of a file are its bytes, none lost; each is read as a line of the registry. */
#include "target.h"

#include "commands/import_entry.h"
#include "commands/line_reader.h"
#include "commands/registry_reader.h"

static void check_entry(struct exchange *x, const char *line, size_t length)
{
    json_t *entry = json_loadb(line, length, JSON_REJECT_DUPLICATES, NULL);
    const char *texts[REGISTRY_COLUMNS];
    struct registry_row row;
    struct raw_submission raw;

    if (entry == NULL)
        return;
    for (enum registry_column c = 0; c < REGISTRY_COLUMNS; c++)
        texts[c] = entry_text(&x->pool, entry, registry_column_name(c));
    const char *wrong = registry_read(&x->pool, texts, &row);
    MUST(wrong != NULL || strlen(row.vin.text) == VIN_LENGTH);
    for (enum fact f = 0; f < FACT_COUNT; f++)
        MUST(wrong != NULL || (row.facts[f][0] != '\0' && target_is_utf8(row.facts[f])));
    MUST(wrong != NULL || row.region == NULL || strlen(row.region) == 6);
    entry_read_repair(&x->pool, entry, &raw);
    json_decref(entry);
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
