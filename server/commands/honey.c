#include "commands/command.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "commands/database.h"
#include "commands/key_list.h"
#include "commands/line_reader.h"
#include "commands/options.h"
#include "store/history_store.h"
#include "store/honey.h"

/* clang-format off */
static const struct command_form honey_form = {
    "honey", "add|list",
    "Numbers that could be a car's and were never given to one, as makers and the registry name them. Whoever looks\n"
    "one up goes through numbers: a line of the log says so at once (client_suspected), and the client is slowed.\n"
    "`add` keeps what stands in a file or on standard input, `list` says how many there are.",
    "chedang honey add - < never-given", NULL, 0, 0, OPTIONS_MAX,
};

static const struct command_form add_form = {
    "honey add", "FILE",
    "Reads VINs, one a line, from FILE or, with -, from standard input. Only their keys are kept, so that no list of\n"
    "them is there to be found. All or, when a line is no VIN, none. Servers know them within a second or two.",
    "chedang honey add - < never-given", NULL, 0, 1, 1,
};

static const struct command_form list_form = {
    "honey list", "", "Prints how many there are and when the last was added, a tab between them.",
    "chedang honey list", NULL, 0, 0, 0,
};
/* clang-format on */

static int fail(const struct database *database)
{
    if (database->sentence[0] != '\0')
        fprintf(stderr, "chedang honey: %s.\n", database->sentence);
    return EXIT_FAILED;
}

static bool blank(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (strchr(" \t\r", text[i]) == NULL)
            return false;
    return true;
}

/* False after a sentence, which does not repeat what stood there. */
static bool read_keys(const struct database *database, struct line_reader *lines, struct key_list *list)
{
    const char *text;
    size_t length, count = 0;
    struct vin vin;

    while (line_reader_next(lines, &text, &length)) {
        if (!lines->too_long && blank(text, length))
            continue;
        if (lines->too_long || vin_parse(&vin, text, length) != VIN_OK) {
            fprintf(stderr, "chedang honey: line %llu is not a VIN. Nothing was added.\n",
                    (unsigned long long)lines->number);
            return false;
        }
        if (count++ == HONEY_MOST) {
            fprintf(stderr, "chedang honey: at most %d. Nothing was added.\n", HONEY_MOST);
            return false;
        }
        struct vehicle_key key = vehicle_key_of(database->keys, &vin);
        key_list_add(list, key.bytes, sizeof(key.bytes));
    }
    if (lines->broken || count == 0)
        fprintf(stderr, "chedang honey: there is nothing to read.\n");
    return !lines->broken && count != 0;
}

static int store(struct database *database, const char *keys)
{
    PGresult *result = database_run(database, QUERY_HONEY_COUNT, NULL);
    bool counted = result != NULL;
    long there = counted ? strtol(PQgetvalue(result, 0, 0), NULL, 10) : 0;

    PQclear(result);
    if (!counted)
        return fail(database);
    if (there + (long)strlen(keys) / (2 * VEHICLE_KEY_BYTES) > HONEY_MOST) {
        fprintf(stderr, "chedang honey: at most %d in all, and there are %ld. Nothing was added.\n",
                HONEY_MOST, there);
        return EXIT_FAILED;
    }
    result = database_run(database, QUERY_HONEY_ADD, (const char *[]){keys});
    if (result == NULL)
        return fail(database);
    printf("%d added\n", PQntuples(result));
    PQclear(result);
    return fflush(stdout) == 0 ? EXIT_DONE : EXIT_FAILED;
}

static int add_honey(struct database *database, const struct options *options)
{
    const char *path = options->operands[0];
    FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "r");
    struct line_reader lines;
    h2o_mem_pool_t pool;
    int exit_code = EXIT_FAILED;

    if (file == NULL || !line_reader_open(&lines, file)) {
        fprintf(stderr, "chedang honey: %s: %s.\n", path, strerror(errno));
        return EXIT_FAILED;
    }
    h2o_mem_init_pool(&pool);
    struct key_list list = key_list_new(&pool, HONEY_MOST, VEHICLE_KEY_BYTES);
    if (read_keys(database, &lines, &list))
        exit_code = store(database, list.text);
    h2o_mem_clear_pool(&pool);
    line_reader_close(&lines);
    if (file != stdin)
        fclose(file);
    return exit_code;
}

static int list_honey(struct database *database, const struct options *options)
{
    PGresult *result = database_run(database, QUERY_HONEY_COUNT, NULL);

    (void)options;
    if (result == NULL)
        return fail(database);
    printf("%s\t%s\n", PQgetvalue(result, 0, 0), PQgetvalue(result, 0, 1));
    PQclear(result);
    return fflush(stdout) == 0 ? EXIT_DONE : EXIT_FAILED;
}

static const struct {
    const char *name;
    const struct command_form *form;
    int (*run)(struct database *database, const struct options *options);
    bool with_keys;
} verbs[] = {
    {"add",  &add_form,  add_honey,  true },
    {"list", &list_form, list_honey, false},
};

int command_honey(int argc, char **argv)
{
    struct database database = {0};
    struct options options;
    int exit_code;

    for (size_t i = 0; argc > 1 && i < sizeof(verbs) / sizeof(verbs[0]); i++) {
        if (strcmp(argv[1], verbs[i].name) != 0)
            continue;
        if (!options_read(verbs[i].form, argc - 1, argv + 1, &options, &exit_code))
            return exit_code;
        bool open = database_open(&database, "honey", verbs[i].with_keys);
        exit_code = open ? verbs[i].run(&database, &options) : EXIT_FAILED;
        database_close(&database);
        return exit_code;
    }
    if (!options_read(&honey_form, argc, argv, &options, &exit_code))
        return exit_code;
    fprintf(stderr, "chedang honey: add or list? Try: chedang honey --help\n");
    return EXIT_MISUSED;
}
