#include <string.h>

#include "commands/command.h"
#include "core/settings.h"

int command_settings(int argc, char **argv)
{
    if (argc > 1) {
        printf("usage: chedang settings\n\nPrints every setting: environment variable, default, meaning and "
               "range.\n");
        return strcmp(argv[1], "--help") == 0 ? 0 : 2;
    }
    settings_print(stdout);
    return 0;
}
