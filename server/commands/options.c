#include "commands/options.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool numeric(const struct option_row *row)
{
    return row->least != 0 || row->most != 0;
}

static void print_row(const struct option_row *row)
{
    char name[40];

    snprintf(name, sizeof(name), "--%s %s", row->name, row->value == NULL ? "" : row->value);
    printf("  %-22s %s", name, row->meaning);
    if (numeric(row))
        printf(" (%lld to %lld)", row->least, row->most);
    if (row->fallback != NULL)
        printf(" [%s]", row->fallback);
    putchar('\n');
}

static void print_help(const struct command_form *form)
{
    printf("Usage: chedang %s%s%s\n\n%s\n\n", form->name, *form->use == '\0' ? "" : " ", form->use,
           form->does);
    for (size_t i = 0; i < form->count; i++)
        print_row(&form->rows[i]);
    printf("  %-22s %s\n\nExample:\n  %s\n", "--help", "this page", form->example);
}

static bool number_fits(const struct option_row *row, const char *text)
{
    char *end;

    errno = 0;
    long long number = strtoll(text, &end, 10);
    return errno == 0 && end != text && *end == '\0' && number >= row->least && number <= row->most;
}

static bool refuse(const struct command_form *form, int *exit_code, const char *dashes, const char *what,
                   const char *why)
{
    fprintf(stderr, "chedang %s: %s%s %s. Try: chedang %s --help\n", form->name, dashes, what, why,
            form->name);
    *exit_code = EXIT_MISUSED;
    return false;
}

static void long_options(const struct command_form *form, struct option rows[OPTIONS_MAX + 2])
{
    for (size_t i = 0; i < form->count; i++)
        rows[i] =
            (struct option){form->rows[i].name, form->rows[i].value == NULL ? no_argument : required_argument,
                            NULL, (int)i + 1};
    rows[form->count] = (struct option){"help", no_argument, NULL, OPTIONS_MAX + 1};
    rows[form->count + 1] = (struct option){0};
}

/* Fills in what was not given; whether everything that must be there is. */
static bool complete(const struct command_form *form, struct options *options, int *exit_code)
{
    for (size_t i = 0; i < form->count; i++) {
        const struct option_row *row = &form->rows[i];

        if (options->text[i] == NULL)
            options->text[i] = row->fallback;
        if (options->text[i] == NULL && row->required)
            return refuse(form, exit_code, "--", row->name, "must be given");
        if (options->text[i] != NULL && numeric(row) && !number_fits(row, options->text[i]))
            return refuse(form, exit_code, "--", row->name, "is not a number in its range");
    }
    if (options->operand_count < form->least_operands)
        return refuse(form, exit_code, "", "something", "is missing");
    if (options->operand_count > form->most_operands)
        return refuse(form, exit_code, "", options->operands[form->most_operands], "is too much");
    return true;
}

bool options_read(const struct command_form *form, int argc, char **argv, struct options *options,
                  int *exit_code)
{
    struct option rows[OPTIONS_MAX + 2];

    *options = (struct options){.form = form};
    long_options(form, rows);
    opterr = 0;
    optind = 0; /* glibc: begin anew */
    for (int found; (found = getopt_long(argc, argv, "", rows, NULL)) != -1;) {
        if (found == OPTIONS_MAX + 1) {
            print_help(form);
            *exit_code = EXIT_DONE;
            return false;
        }
        if (found == '?')
            return refuse(form, exit_code, "", argv[optind - 1], "is not an option here, or lacks its value");
        options->text[found - 1] = optarg == NULL ? "" : optarg;
    }
    options->operands = argv + optind;
    options->operand_count = argc - optind;
    return complete(form, options, exit_code);
}

long long options_number(const struct options *options, size_t row)
{
    return strtoll(options->text[row], NULL, 10);
}

bool option_is_name(const char *name)
{
    size_t length = strlen(name);

    if (length == 0 || length > NAME_MOST || name[0] == ' ' || name[length - 1] == ' ')
        return false;
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)name[i] < ' ' || name[i] == 0x7f)
            return false;
    return true;
}
