#include <stdio.h>
#include <string.h>

#include "commands/command.h"
#include "core/keys.h"

int command_keys(int argc, char **argv)
{
    char complaint[256];

    if (argc != 3 || strcmp(argv[1], "new") != 0) {
        printf("usage: chedang keys new FILE\n\nMakes a file with a new root key, readable by its owner "
               "only. Without it, nothing\n"
               "that is sealed can be read again: keep a copy, apart from the database's.\n");
        return argc == 2 && strcmp(argv[1], "--help") == 0 ? 0 : 2;
    }
    if (keys_create(argv[2], complaint, sizeof(complaint)))
        return 0;
    fprintf(stderr, "chedang keys: %s\n", complaint);
    return 1;
}
