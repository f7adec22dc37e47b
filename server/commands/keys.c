#include <stdio.h>
#include <string.h>

#include "commands/command.h"
#include "commands/options.h"
#include "core/keys.h"

static const struct command_form keys_form = {
    "keys",
    "new",
    "Key files, of which every `chedang serve` needs one. `new` makes one.",
    "chedang keys new /etc/chedang/keys",
    NULL,
    0,
    0,
    OPTIONS_MAX,
};

static const struct command_form new_form = {
    "keys new",
    "FILE",
    "Makes a file with a new root key, readable by its owner only. Without it, nothing\n"
    "that is sealed can be read again: keep a copy, apart from the database's.",
    "chedang keys new /etc/chedang/keys",
    NULL,
    0,
    1,
    1,
};

int command_keys(int argc, char **argv)
{
    char complaint[256];
    struct options options;
    int exit_code;

    if (argc > 1 && strcmp(argv[1], "new") == 0) {
        if (!options_read(&new_form, argc - 1, argv + 1, &options, &exit_code))
            return exit_code;
        if (keys_create(options.operands[0], complaint, sizeof(complaint)))
            return EXIT_DONE;
        fprintf(stderr, "chedang keys: %s\n", complaint);
        return EXIT_FAILED;
    }
    if (!options_read(&keys_form, argc, argv, &options, &exit_code))
        return exit_code;
    fprintf(stderr, "chedang keys: new? Try: chedang keys --help\n");
    return EXIT_MISUSED;
}
