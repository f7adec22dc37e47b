#include "commands/refusals.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* The lines up to the noted one, if they are all there; nothing otherwise, which is told. */
static void go_on(struct refusals *refusals, const char *command, const struct import_note *note)
{
    unsigned long long line;
    long end = 0;
    uint64_t count = 0;
    int complete = 0;

    while (count < note->refused && fscanf(refusals->file, "%llu\t%*[^\n]%n", &line, &complete) == 1 &&
           complete != 0 && fgetc(refusals->file) == '\n' && line <= note->lines) {
        end = ftell(refusals->file);
        complete = 0;
        count++;
    }
    if (count != note->refused) {
        fprintf(stderr,
                "chedang %s: the %llu refused lines of what was imported before are not in %s any more;\n"
                "--from-start finds them again.\n",
                command, (unsigned long long)note->refused, refusals->path);
        end = 0;
    }
    refusals->count = refusals->kept = note->refused;
    if (fseek(refusals->file, end, SEEK_SET) != 0 || ftruncate(fileno(refusals->file), end) != 0)
        fprintf(stderr, "chedang %s: %s cannot be continued: %s.\n", command, refusals->path,
                strerror(errno));
}

bool refusals_open(struct refusals *refusals, const char *command, const char *path, const char *input,
                   const struct import_note *resumed)
{
    int length, fresh = resumed == NULL ? O_TRUNC : 0;

    *refusals = (struct refusals){.file = NULL};
    if (path != NULL)
        length = snprintf(refusals->path, REFUSALS_PATH, "%s", path);
    else
        length = snprintf(refusals->path, REFUSALS_PATH, "%s.refused",
                          strcmp(input, "-") == 0 ? "standard-input" : input);
    int fd = length >= REFUSALS_PATH ? -1 : open(refusals->path, O_RDWR | O_CREAT | O_CLOEXEC | fresh, 0600);
    refusals->file = fd < 0 ? NULL : fdopen(fd, "r+");
    if (refusals->file == NULL)
        fprintf(stderr,
                "chedang %s: the file for refused lines cannot be made: %s. --refused chooses another.\n",
                command, strerror(errno));
    else if (resumed != NULL)
        go_on(refusals, command, resumed);
    return refusals->file != NULL;
}

void refusals_add(struct refusals *refusals, uint64_t line, const char *reason)
{
    refusals->count++;
    fprintf(refusals->file, "%llu\t%s\n", (unsigned long long)line, reason);
}

void refusals_keep(struct refusals *refusals)
{
    if (refusals->kept == refusals->count)
        return;
    if (fflush(refusals->file) != 0 || fsync(fileno(refusals->file)) != 0)
        fprintf(stderr, "chedang: %s cannot be written: %s.\n", refusals->path, strerror(errno));
    refusals->kept = refusals->count;
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
