#include "commands/command.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/import_entry.h"
#include "commands/line_reader.h"
#include "commands/options.h"

enum { REFUSED };

/* clang-format off */
static const struct option_row rows[] = {
    [REFUSED] = {"refused", "PATH", "where the numbers of refused lines and the reasons go", "FILE.refused", 0, 0, false},
};

static const struct command_form form = {
    "import", "[options] FILE",
    "Reads lines of JSON as `chedang demo` writes them: {\"workshop\":{...}}, {\"registry\":{...}} and\n"
    "{\"repair\":{...}}. FILE is - for standard input. A line that cannot be taken is refused and the rest goes on;\n"
    "then the exit code is 1. Importing the same again changes nothing. Uses CHEDANG_PG_OWNER and CHEDANG_KEYS.",
    "chedang import histories.jsonl --refused refused.tsv",
    rows, sizeof(rows) / sizeof(rows[0]), 1, 1,
};

static const struct {
    const char *name;
    const char *(*take)(struct import *import, uint64_t line, const json_t *entry);
} kinds[] = {
    {"workshop", import_workshop},
    {"registry", import_registry},
    {"repair",   import_repair},
};
/* clang-format on */

/* One member of a known name decides what it is; labels beside it are for measuring, not for storing. */
static const char *take_object(struct import *import, uint64_t line, const json_t *object)
{
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        const json_t *entry = json_object_get(object, kinds[i].name);

        if (json_is_object(entry))
            return kinds[i].take(import, line, entry);
    }
    return "this is neither a workshop, nor a registry entry, nor a repair";
}

static const char *take_line(struct import *import, uint64_t line, const char *text, size_t length)
{
    json_t *object = json_loadb(text, length, JSON_REJECT_DUPLICATES, NULL);
    const char *wrong;

    if (object == NULL)
        return "this is not JSON, or a name stands twice in an object";
    wrong = take_object(import, line, object);
    json_decref(object);
    return wrong;
}

static bool blank(const char *text, size_t length)
{
    return length == 0 || (length == 1 && *text == '\r');
}

static bool take_all(struct import *import, struct line_reader *reader)
{
    struct intake *intake = &import->intake;
    uint64_t bytes = 0;
    const char *text, *wrong;
    size_t length;

    while (!intake->lost && line_reader_next(reader, &text, &length)) {
        if (reader->too_long)
            wrong = "the line is longer than 1 MiB";
        else
            wrong = blank(text, length) ? NULL : take_line(import, reader->number, text, length);
        if (wrong != NULL)
            intake_refuse(intake, reader->number, wrong);
        intake_line_done(intake);
        progress_move(&intake->progress, reader->bytes - bytes, 1);
        bytes = reader->bytes;
    }
    return !reader->broken;
}

static int import_file(const struct options *options, FILE *file)
{
    static struct import import; /* too large for a stack */
    const char *refused =
        strcmp(options->text[REFUSED], rows[REFUSED].fallback) == 0 ? NULL : options->text[REFUSED];
    struct line_reader reader = {0};
    bool good;

    import.workshops = json_object();
    good = intake_open(&import.intake, "import", refused, options->operands[0], file) &&
           line_reader_open(&reader, file) && take_all(&import, &reader);
    if (reader.broken)
        fprintf(stderr, "chedang import: the file cannot be read to its end: %s.\n", strerror(errno));
    line_reader_close(&reader);
    json_decref(import.workshops);
    return intake_close(&import.intake, good);
}

int command_import(int argc, char **argv)
{
    struct options options;
    int exit_code;

    if (!options_read(&form, argc, argv, &options, &exit_code))
        return exit_code;
    bool standard = strcmp(options.operands[0], "-") == 0;
    FILE *file = standard ? stdin : fopen(options.operands[0], "rb");
    if (file == NULL) {
        fprintf(stderr, "chedang import: the file cannot be opened: %s.\n", strerror(errno));
        return EXIT_FAILED;
    }
    exit_code = import_file(&options, file);
    if (!standard)
        fclose(file);
    return exit_code;
}
