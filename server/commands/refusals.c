#include "commands/refusals.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

bool refusals_open(struct refusals *refusals, const char *command, const char *path, const char *input)
{
    int length;

    *refusals = (struct refusals){.file = NULL};
    if (path != NULL)
        length = snprintf(refusals->path, REFUSALS_PATH, "%s", path);
    else
        length = snprintf(refusals->path, REFUSALS_PATH, "%s.refused",
                          strcmp(input, "-") == 0 ? "standard-input" : input);
    int fd =
        length >= REFUSALS_PATH ? -1 : open(refusals->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    refusals->file = fd < 0 ? NULL : fdopen(fd, "w");
    if (refusals->file == NULL)
        fprintf(stderr,
                "chedang %s: the file for refused lines cannot be made: %s. --refused chooses another.\n",
                command, strerror(errno));
    return refusals->file != NULL;
}

void refusals_add(struct refusals *refusals, uint64_t line, const char *reason)
{
    refusals->count++;
    fprintf(refusals->file, "%llu\t%s\n", (unsigned long long)line, reason);
}

void refusals_close(struct refusals *refusals)
{
    if (refusals->file == NULL)
        return;
    if (fclose(refusals->file) != 0)
        fprintf(stderr, "chedang: %s cannot be written: %s.\n", refusals->path, strerror(errno));
    refusals->file = NULL;
    if (refusals->count == 0)
        unlink(refusals->path);
}
