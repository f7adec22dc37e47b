#include "commands/command.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <h2o.h>

#include "commands/import_entry.h"
#include "commands/import_resume.h"
#include "commands/line_reader.h"
#include "commands/options.h"

enum { REFUSED, FROM_START };

/* clang-format off */
static const struct option_row rows[] = {
    [REFUSED] = {"refused", "PATH", "where the numbers of refused lines and the reasons go", "FILE.refused", 0, 0, false},
    [FROM_START] = {"from-start", NULL, "begin at the start, whatever was imported before", NULL, 0, 0, false},
};

static const struct command_form form = {
    "import", "[options] FILE",
    "Reads lines of JSON as `chedang demo` writes them: {\"workshop\":{...}}, {\"registry\":{...}} and\n"
    "{\"repair\":{...}}. FILE is - for standard input. A line that cannot be taken is refused and the rest goes on;\n"
    "then the exit code is 1. Importing the same again changes nothing, and goes on where it was interrupted.\n"
    "Uses CHEDANG_PG_OWNER and CHEDANG_KEYS.",
    "chedang import histories.jsonl --refused refused.tsv",
    rows, sizeof(rows) / sizeof(rows[0]), 1, 1,
};

static const struct {
    const char *name;
    const char *(*take)(struct import *import, uint64_t line, const struct line_value *entry);
} kinds[] = {
    {"workshop", import_workshop},
    {"registry", import_registry},
    {"repair",   import_repair},
};
/* clang-format on */

/* One member of a known name decides what it is; labels beside it are for measuring, not for storing. */
static const char *take_entry(struct import *import, uint64_t line, const struct line_value *object)
{
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        const struct line_value *entry = line_member(object, kinds[i].name);

        if (entry != NULL && entry->kind == LINE_OBJECT)
            return kinds[i].take(import, line, entry);
    }
    return "this is neither a workshop, nor a registry entry, nor a repair";
}

static const char *take_line(struct import *import, uint64_t line, const char *text, size_t length)
{
    const struct line_value *object = line_json_read(&import->line, text, length);

    return object == NULL ? "this is not JSON, or a name stands twice in an object"
                          : take_entry(import, line, object);
}

static bool blank(const char *text, size_t length)
{
    return length == 0 || (length == 1 && *text == '\r');
}

/* From the line to begin with. */
static bool take_all(struct import *import, struct line_reader *reader, struct import_start *line)
{
    struct intake *intake = &import->intake;
    const char *wrong;

    for (; line->any && !intake->lost; line->any = line_reader_next(reader, &line->text, &line->length)) {
        if (reader->too_long)
            wrong = "the line is longer than 1 MiB";
        else
            wrong = blank(line->text, line->length)
                        ? NULL
                        : take_line(import, reader->number, line->text, line->length);
        if (wrong != NULL)
            intake_refuse(intake, reader->number, wrong);
        intake_line_done(intake, line->length);
        h2o_mem_clear_pool(&import->line);
        progress_move(&intake->progress, reader->bytes - intake->progress.done, 1);
    }
    return !reader->broken;
}

static int import_file(const struct options *options, FILE *file)
{
    static struct import import; /* too large for a stack */
    const char *refused =
        strcmp(options->text[REFUSED], rows[REFUSED].fallback) == 0 ? NULL : options->text[REFUSED];
    struct line_reader reader = {0};
    struct import_start start = {.from_start = options->text[FROM_START] != NULL,
                                 .can_rewind = file != stdin};
    bool good;

    import.workshops = json_object();
    import.today = date_today();
    h2o_mem_init_pool(&import.line);
    good = intake_open(&import.intake, "import", file) && line_reader_open(&reader, file) &&
           import_find_start(&import, &reader, &start) &&
           intake_begin(&import.intake, refused, options->operands[0],
                        start.resumed ? &import.intake.note : NULL) &&
           take_all(&import, &reader, &start);
    if (reader.broken)
        fprintf(stderr, "chedang import: the file cannot be read to its end: %s.\n", strerror(errno));
    int exit_code = intake_close(&import.intake, good); /* which notes where the reader is */
    line_reader_close(&reader);
    json_decref(import.workshops);
    return exit_code;
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
