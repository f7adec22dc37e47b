#include "commands/command.h"
#include "commands/options.h"
#include "core/settings.h"

static const struct command_form form = {
    "settings",
    "",
    "Prints every setting: environment variable, default, meaning and range.",
    "chedang settings",
    NULL,
    0,
    0,
    0,
};

int command_settings(int argc, char **argv)
{
    struct options options;
    int exit_code;

    if (!options_read(&form, argc, argv, &options, &exit_code))
        return exit_code;
    settings_print(stdout);
    return EXIT_DONE;
}
