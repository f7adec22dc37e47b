#include "history/fleet_line.h"

#include <string.h>
#include <strings.h>

enum { COLUMNS = 1 + FLEET_FACTS };

struct cell {
    const char *text;
    size_t length;
};

enum fact fleet_fact(enum fleet_column column)
{
    static const enum fact facts[FLEET_FACTS] = {FACT_PLATE, FACT_ENGINE_NO, FACT_REGISTRATION_NO};

    return facts[column];
}

/* How many bytes of a separator begin here. */
static size_t separator_at(const char *at, size_t left)
{
    static const char *const wide[] = {"，", "；"};

    if (*at == '\t' || *at == ',' || *at == ';')
        return 1;
    for (size_t i = 0; i < sizeof(wide) / sizeof(wide[0]); i++)
        if (left >= strlen(wide[i]) && memcmp(at, wide[i], strlen(wide[i])) == 0)
            return strlen(wide[i]);
    return 0;
}

static bool around(char c)
{
    return c == ' ' || c == '"' || c == '\r' || c == '\'';
}

static struct cell trimmed(const char *from, const char *to)
{
    while (from < to && around(*from))
        from++;
    while (to > from && around(to[-1]))
        to--;
    return (struct cell){from, (size_t)(to - from)};
}

/* How many columns there are; the first COLUMNS of them. */
static size_t split(const char *text, size_t length, struct cell cell[COLUMNS])
{
    const char *end = text + length, *from = text;
    size_t count = 0, step = 1;

    for (const char *at = text; at <= end; at += step) {
        step = at == end ? 1 : separator_at(at, (size_t)(end - at));
        if (step == 0) {
            step = 1;
            continue;
        }
        if (count < COLUMNS)
            cell[count] = trimmed(from, at);
        count++;
        from = at + step;
    }
    return count;
}

static bool is_word(struct cell cell, const char *word)
{
    return cell.length >= strlen(word) && strncasecmp(cell.text, word, strlen(word)) == 0;
}

enum fleet_line_fault fleet_line_read(const char *text, size_t length, struct fleet_line *line)
{
    static const char mark[] = "\xef\xbb\xbf";
    struct cell cell[COLUMNS] = {
        {"", 0}
    };
    size_t count;

    if (length >= sizeof(mark) - 1 && memcmp(text, mark, sizeof(mark) - 1) == 0) {
        text += sizeof(mark) - 1;
        length -= sizeof(mark) - 1;
    }
    count = split(text, length, cell);
    if ((count == 1 && cell[0].length == 0) || is_word(cell[0], "vin") || is_word(cell[0], "车辆识别代号"))
        return FLEET_LINE_BLANK;
    if (count != COLUMNS)
        return FLEET_LINE_COLUMNS;
    if (vin_parse(&line->vin, cell[0].text, cell[0].length) != VIN_OK)
        return FLEET_LINE_VIN;
    for (size_t i = 0; i < FLEET_FACTS; i++)
        if (!fact_normalise(cell[1 + i].text, cell[1 + i].length, line->fact[i]))
            return FLEET_LINE_FACT;
    return FLEET_LINE_OK;
}
