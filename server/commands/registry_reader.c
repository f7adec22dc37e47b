#include "commands/registry_reader.h"

#include <string.h>

#include <h2o.h>

enum { REGION_DIGITS = 6 };

const char *registry_column_name(enum registry_column column)
{
    static const char *const names[REGISTRY_COLUMNS] = {
        "vin",    "plate", "engine_no", "registration_no", "holder", "held_since", "first_registered",
        "region", "ended", "ended_on"};

    return names[column];
}

static bool absent(const char *text)
{
    return text == NULL || text[strspn(text, " \t")] == '\0';
}

static bool read_fact(h2o_mem_pool_t *pool, const char *text, const char **fact)
{
    char *normalised = h2o_mem_alloc_pool(pool, FACT_TEXT);

    *fact = normalised;
    return text != NULL && fact_normalise(text, strlen(text), normalised);
}

/* Nothing is an unknown day. */
static bool read_day(const char *text, struct date *date)
{
    return absent(text) || (date_parse(date, text, strlen(text)) && date_compare(*date, date_today()) <= 0);
}

static bool read_region(h2o_mem_pool_t *pool, const char *text, const char **region)
{
    if (absent(text))
        return true;
    *region = h2o_strdup(pool, text, SIZE_MAX).base;
    return strlen(text) == REGION_DIGITS && strspn(text, "0123456789") == REGION_DIGITS && text[0] != '0';
}

/* In the words of the registry, or in ours. */
static bool read_ended(const char *text, const char **ended)
{
    static const char *const words[][2] = {
        {"scrapped", "scrapped"},
        {"exported", "exported"},
        {"报废",   "scrapped"},
        {"出口",   "exported"}
    };

    for (size_t i = 0; !absent(text) && i < sizeof(words) / sizeof(words[0]); i++)
        if (strcmp(text, words[i][0]) == 0)
            *ended = words[i][1];
    return absent(text) || *ended != NULL;
}

static const char *read_end(const char *const texts[REGISTRY_COLUMNS], struct registry_row *row)
{
    if (!read_ended(texts[REGISTRY_ENDED], &row->ended))
        return "ended is neither scrapped nor exported";
    if (!read_day(texts[REGISTRY_ENDED_ON], &row->ended_on))
        return "ended_on is not a day up to today";
    return date_known(row->ended_on) && row->ended == NULL ? "ended_on is given, but not how it ended" : NULL;
}

const char *registry_read(h2o_mem_pool_t *pool, const char *const texts[REGISTRY_COLUMNS],
                          struct registry_row *row)
{
    const char *vin = texts[REGISTRY_VIN];

    *row = (struct registry_row){.region = NULL};
    if (vin == NULL || vin_parse(&row->vin, vin, strlen(vin)) != VIN_OK)
        return "vin is not a vehicle identification number";
    if (!read_fact(pool, texts[REGISTRY_PLATE], &row->facts[FACT_PLATE]))
        return "plate is missing, too long, or not UTF-8";
    if (!read_fact(pool, texts[REGISTRY_ENGINE_NO], &row->facts[FACT_ENGINE_NO]))
        return "engine_no is missing, too long, or not UTF-8";
    if (!read_fact(pool, texts[REGISTRY_REGISTRATION_NO], &row->facts[FACT_REGISTRATION_NO]))
        return "registration_no is missing, too long, or not UTF-8";
    if (!read_fact(pool, texts[REGISTRY_HOLDER], &row->facts[FACT_HOLDER]))
        return "holder is missing, too long, or not UTF-8";
    if (!read_day(texts[REGISTRY_HELD_SINCE], &row->held_since))
        return "held_since is not a day up to today";
    if (!read_day(texts[REGISTRY_FIRST_REGISTERED], &row->first_registered))
        return "first_registered is not a day up to today";
    if (!read_region(pool, texts[REGISTRY_REGION], &row->region))
        return "region is not six digits of GB/T 2260";
    return read_end(texts, row);
}
