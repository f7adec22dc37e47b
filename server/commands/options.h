/*
 * options - what a sub-command may be told, and its --help, from one table
 *
 * Options are long ones with a value ("--seed 7"), or switches; what is left over are operands. Anything
 * unknown, missing or out of range is refused with a sentence on standard error.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct option_row {
    const char *name;  /* without the dashes */
    const char *value; /* what its value is called; NULL for a switch */
    const char *meaning;
    const char *fallback;  /* as text; NULL for none */
    long long least, most; /* of a number; both 0: text */
    bool required;
};

enum { OPTIONS_MAX = 12 };

struct command_form {
    const char *name;                 /* "client add" */
    const char *use, *does, *example; /* `use` is what may follow the name */
    const struct option_row *rows;
    size_t count;
    int least_operands, most_operands;
};

struct options {
    const struct command_form *form;
    const char *text[OPTIONS_MAX]; /* in the order of the rows; a switch that is on has "" */
    char *const *operands;
    int operand_count;
};

enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_MISUSED = 2 };

/*
 * False when the command is to end at once with *exit_code: after --help, or after a mistake. argv[0] is
 * not looked at; strings of the result are argv's own.
 */
bool options_read(const struct command_form *form, int argc, char **argv, struct options *options,
                  int *exit_code);

/* A number's row; already in its range. */
long long options_number(const struct options *options, size_t row);

/* What somebody can sign in with: a line that a form's field can hold, without blanks at its ends. */
enum { NAME_MOST = 64 };
bool option_is_name(const char *name);
