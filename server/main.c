#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "commands/command.h"
#include "commands/options.h"
#include "serve.h"

#ifdef __SANITIZE_ADDRESS__
/* What the libraries leave behind: fontconfig its settings; cairo 1.16 an array for each document. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libfontconfig.so.1\nleak:libcairo.so.2\n";
}
#endif

struct command {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *meaning;
};

static int command_help(int argc, char **argv);
static int command_version(int argc, char **argv);

/* In the order in which somebody who sets the service up needs them. */
static const struct command commands[] = {
    {"serve",         command_serve,         "answers requests until SIGTERM"                                 },
    {"settings",      command_settings,      "prints every setting with default, range and meaning"           },
    {"keys",          command_keys,          "makes a key file"                                               },
    {"migrate-check", command_migrate_check,
     "compares the database's schema with the one this program needs"                                         },
    {"client",        command_client,        "makes, lists and revokes clients of the API"                    },
    {"key",           command_key,           "makes, lists and ends the keys that sign certificates"          },
    {"honey",         command_honey,         "keeps numbers that nobody has, whose look-up is told of"        },
    {"log",           command_log,           "checks the log of certificates, for auditors"                   },
    {"staff",         command_staff,         "lets people of the authority in, lists and ends them"           },
    {"workshop",      command_workshop,      "makes and ends the keys that workshops' programs sign with"     },
    {"import",        command_import,        "reads workshops, registry entries and histories"                },
    {"registry",      command_registry,      "reads what the vehicle registry says, from CSV"                 },
    {"sandbox",       command_sandbox,       "loads the vehicles that clients try the API with"               },
    {"demo",          command_demo,          "makes vehicles, workshops and histories to try the service with"},
    {"verify",        command_verify,        "says whether a maintenance certificate is genuine"              },
    {"version",       command_version,       "prints the version"                                             },
    {"help",          command_help,          "prints this"                                                    },
};

static int command_help(int argc, char **argv)
{
    (void)argc, (void)argv;
    printf("usage: chedang COMMAND [OPTION ...]\n\n");
    for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
        printf("  %-14s %s\n", commands[i].name, commands[i].meaning);
    printf("\nEach command explains itself with --help.\n");
    return 0;
}

static int command_version(int argc, char **argv)
{
    static const struct command_form form = {
        "version",
        "",
        "Prints the version, and which variant of the program this is.",
        "chedang version",
        NULL,
        0,
        0,
        0,
    };
    struct options options;
    int exit_code;

    if (!options_read(&form, argc, argv, &options, &exit_code))
        return exit_code;
    printf("chedang %s (%s)\n", CHEDANG_VERSION, CHEDANG_VARIANT);
    return 0;
}

int main(int argc, char **argv)
{
    if (sodium_init() < 0) {
        fprintf(stderr, "chedang: libsodium cannot be started.\n");
        return 1;
    }
    if (argc < 2 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
        return command_help(argc, argv);
    for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
        if (strcmp(argv[1], commands[i].name) == 0)
            return commands[i].run(argc - 1, argv + 1);
    fprintf(stderr, "chedang: there is no command %s; chedang help lists them.\n", argv[1]);
    return 2;
}
