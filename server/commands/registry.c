#include "commands/command.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <csv.h>
#include <h2o.h>

#include "commands/intake.h"
#include "commands/line_reader.h"
#include "commands/options.h"
#include "commands/registry_reader.h"

enum { REFUSED };
enum { FIELDS_MOST = 64, NO_FIELD = -1, FIELD_MOST = 1 << 18, FIELD_STEP = 1 << 14 };

/* clang-format off */
static const struct option_row import_rows[] = {
    [REFUSED] = {"refused", "PATH", "where the numbers of refused lines and the reasons go", "FILE.refused", 0, 0, false},
};

static const struct command_form registry_form = {
    "registry", "import",
    "What the vehicle registry says of vehicles and their holders. `import` reads it from a file.",
    "chedang registry import vehicles.csv", NULL, 0, 0, OPTIONS_MAX,
};

static const struct command_form import_form = {
    "registry import", "[options] FILE",
    "Reads CSV in UTF-8 whose first row names the columns, in any order: vin, plate, engine_no,\n"
    "registration_no, holder; and, where known, held_since, first_registered (days), region (six digits\n"
    "of GB/T 2260), ended (scrapped or exported; 报废 or 出口) and ended_on. Others are passed over. FILE\n"
    "is - for standard input. The facts are kept as salted keyed hashes only. A new holder, and an end,\n"
    "stop what the former holder may see, who is told. A row that cannot be taken is refused and the\n"
    "rest goes on; then the exit code is 1. Importing the same again changes nothing.\n"
    "Uses CHEDANG_PG_OWNER and CHEDANG_KEYS.",
    "chedang registry import vehicles.csv --refused refused.tsv",
    import_rows, sizeof(import_rows) / sizeof(import_rows[0]), 1, 1,
};
/* clang-format on */

struct table {
    struct intake intake;
    struct csv_parser parser;
    const char *fields[FIELDS_MOST]; /* of the row, in the intake's pool */
    size_t count;
    int column[REGISTRY_COLUMNS]; /* which field it is, or NO_FIELD */
    size_t width;                 /* of the first row; 0: not yet read */
    uint64_t line;                /* on which the row began */
    size_t bytes;                 /* of the row so far */
    bool row_ended;
    bool useless; /* the first row lacks a column that must be there */
};

/* An open quote swallows what follows, but not all memory. */
static void *bounded_realloc(void *memory, size_t size)
{
    return size > FIELD_MOST ? NULL : realloc(memory, size);
}

static void on_field(void *text, size_t length, void *state)
{
    struct table *t = state;

    if (t->count < FIELDS_MOST)
        t->fields[t->count] = memchr(text, '\0', length) != NULL
                                  ? "\xff" /* refused as not UTF-8 */
                                  : h2o_strdup(intake_pool(&t->intake), text, length).base;
    t->count++;
}

static int field_named(const struct table *t, const char *name)
{
    for (size_t i = 0; i < t->count && i < FIELDS_MOST; i++)
        if (strcasecmp(t->fields[i], name) == 0)
            return (int)i;
    return NO_FIELD;
}

static void read_header(struct table *t)
{
    for (enum registry_column c = 0; c < REGISTRY_COLUMNS; c++) {
        t->column[c] = field_named(t, registry_column_name(c));
        if (t->column[c] != NO_FIELD || c >= REGISTRY_REQUIRED)
            continue;
        fprintf(stderr, "chedang registry import: the first row names no column %s.\n",
                registry_column_name(c));
        t->useless = true;
    }
    t->width = t->count;
}

static const char *take_row(struct table *t)
{
    struct registry_row *row = h2o_mem_alloc_pool(intake_pool(&t->intake), sizeof(*row));
    const char *texts[REGISTRY_COLUMNS], *wrong;

    if (t->count != t->width || t->count > FIELDS_MOST)
        return "the row has more or fewer fields than the first one";
    for (enum registry_column c = 0; c < REGISTRY_COLUMNS; c++)
        texts[c] = t->column[c] == NO_FIELD ? NULL : t->fields[t->column[c]];
    wrong = registry_read(intake_pool(&t->intake), texts, row);
    if (wrong == NULL)
        intake_add_registry(&t->intake, t->line, row);
    return wrong;
}

static void on_row(int end, void *state)
{
    struct table *t = state;
    const char *wrong = NULL;

    (void)end;
    if (t->width == 0)
        read_header(t);
    else if (!t->useless)
        wrong = take_row(t);
    if (wrong != NULL)
        intake_refuse(&t->intake, t->line, wrong);
    t->count = 0;
    t->row_ended = true;
    intake_line_done(&t->intake, t->bytes);
    t->bytes = 0;
}

static bool blank(const char *text, size_t length)
{
    while (length > 0 && strchr(" \t\r", text[length - 1]) != NULL && text[length - 1] != '\0')
        length--;
    return length == 0;
}

/* A row may go over several lines within quotes; a blank line outside of them is none. */
static bool feed_line(struct table *t, const struct line_reader *reader, const char *text, size_t length)
{
    static const char mark[] = "\xef\xbb\xbf", end[] = "\n";
    size_t skip = reader->number == 1 && length >= 3 && memcmp(text, mark, 3) == 0 ? 3 : 0;

    if (t->row_ended)
        t->line = reader->number;
    t->row_ended = t->row_ended && blank(text, length);
    t->bytes += length;
    return csv_parse(&t->parser, text + skip, length - skip, on_field, on_row, t) == length - skip &&
           csv_parse(&t->parser, end, 1, on_field, on_row, t) == 1;
}

static void refuse_line(struct table *t, uint64_t line)
{
    intake_refuse(&t->intake, line, "the line is longer than 1 MiB");
    intake_line_done(&t->intake, 0);
}

static bool feed_all(struct table *t, struct line_reader *reader)
{
    uint64_t bytes = 0;
    const char *text;
    size_t length;
    bool good = true;

    while (good && !t->useless && !t->intake.lost && line_reader_next(reader, &text, &length)) {
        if (reader->too_long)
            refuse_line(t, reader->number);
        else
            good = feed_line(t, reader, text, length);
        progress_move(&t->intake.progress, reader->bytes - bytes, 1);
        bytes = reader->bytes;
    }
    if (!good)
        intake_refuse(&t->intake, t->line,
                      "the row is too large, and what follows is not read; is a quote left open?");
    else if (!t->row_ended && !t->useless)
        intake_refuse(&t->intake, t->line, "a quote is opened and never closed");
    if (reader->broken)
        fprintf(stderr, "chedang registry import: the file cannot be read to its end: %s.\n",
                strerror(errno));
    else if (good && t->width == 0)
        fprintf(stderr, "chedang registry import: the file is empty; its first row must name the columns.\n");
    return good && !reader->broken && !t->useless && t->width != 0;
}

static int import_file(const struct options *options, FILE *file)
{
    static struct table table; /* too large for a stack */
    const char *refused =
        strcmp(options->text[REFUSED], import_rows[REFUSED].fallback) == 0 ? NULL : options->text[REFUSED];
    struct line_reader reader = {0};
    bool good;

    table.row_ended = true;
    good = csv_init(&table.parser, 0) == 0 && intake_open(&table.intake, "registry import", file) &&
           intake_begin(&table.intake, refused, options->operands[0], NULL) &&
           line_reader_open(&reader, file);
    csv_set_realloc_func(&table.parser, bounded_realloc);
    csv_set_blk_size(&table.parser, FIELD_STEP);
    good = good && feed_all(&table, &reader);
    line_reader_close(&reader);
    csv_free(&table.parser);
    return intake_close(&table.intake, good);
}

static int registry_import(int argc, char **argv)
{
    struct options options;
    int exit_code;

    if (!options_read(&import_form, argc, argv, &options, &exit_code))
        return exit_code;
    bool standard = strcmp(options.operands[0], "-") == 0;
    FILE *file = standard ? stdin : fopen(options.operands[0], "rb");
    if (file == NULL) {
        fprintf(stderr, "chedang registry import: the file cannot be opened: %s.\n", strerror(errno));
        return EXIT_FAILED;
    }
    exit_code = import_file(&options, file);
    if (!standard)
        fclose(file);
    return exit_code;
}

int command_registry(int argc, char **argv)
{
    struct options options;
    int exit_code;

    if (argc > 1 && strcmp(argv[1], "import") == 0)
        return registry_import(argc - 1, argv + 1);
    if (!options_read(&registry_form, argc, argv, &options, &exit_code))
        return exit_code;
    fprintf(stderr, "chedang registry: import? Try: chedang registry --help\n");
    return EXIT_MISUSED;
}
