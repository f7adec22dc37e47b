#include "commands/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "commands/demo_day.h"
#include "commands/demo_line.h"
#include "commands/demo_odd.h"
#include "commands/options.h"

enum { VEHICLES, RECORDS, SEED, UNTIL, PASSWORD_FILE, ODD, ENV };

/* clang-format off */
static const struct option_row rows[] = {
    [VEHICLES]      = {"vehicles", "N", "how many vehicles", "1000", 1, 10000000, false},
    [RECORDS]       = {"records", "N", "how many repairs of each vehicle at most, the newest", "192", 1, VISITS_MAX, false},
    [SEED]          = {"seed", "S", "another seed, other vehicles", "1", 0, 2147483647, false},
    [UNTIL]         = {"until", "DAY", "the last day on which anything happens", "2026-10-31", 0, 0, false},
    [PASSWORD_FILE] = {"password-file", "FILE", "its first line becomes the password of the demonstration's workshop", NULL, 0, 0, false},
    [ODD]           = {"odd", "FILE", "adds workshops that make records up, and honest ones with odd habits; FILE gets which are which", NULL, 0, 0, false},
    [ENV]           = {"env", NULL, "prints DEMO_... lines about vehicle 0 and the workshop instead", NULL, 0, 0, false},
};

static const struct command_form form = {
    "demo", "[options]",
    "Writes workshops, vehicles and their histories as lines of JSON for `chedang import`. The same\n"
    "seed gives the same bytes, and the first vehicles are the same however many there are. Nobody\n"
    "is real. Without --password-file no workshop can sign in.",
    "chedang demo --vehicles 2000 --seed 7 | chedang import -",
    rows, sizeof(rows) / sizeof(rows[0]), 0, 0,
};
/* clang-format on */

/* Of nobody: the numbers behind 199 0000 are not given out. */
static const char owner_phone[] = "19900000001";

static struct demo_workshop *all_workshops(void)
{
    struct demo_workshop *workshops = calloc(workshops_count(), sizeof(*workshops));

    for (unsigned i = 0; workshops != NULL && i < workshops_count(); i++)
        demo_workshop(i, &workshops[i]);
    return workshops;
}

/* Writes what the line holds and empties it. */
static bool flush(struct line *line)
{
    bool written = !line->failed && fwrite(line->text, 1, line->length, stdout) == line->length;

    line->length = 0;
    return written;
}

static bool write_vehicle(const struct demo_world *world, uint64_t index, unsigned records, struct line *line)
{
    static struct life life;
    struct demo_vehicle vehicle;

    demo_make(world, index, &vehicle, &life);
    if (vehicle.registered || life.count == 0)
        line_registry(line, &vehicle);
    for (unsigned i = life.count > records ? life.count - records : 0; i < life.count; i++)
        line_repair(line, &world->workshops[life.visits[i].workshop], &vehicle, &life.visits[i], i);
    return line->length < 1 << 20 || flush(line);
}

static bool write_odd(const struct demo_world *world, const char *path, struct line *line)
{
    FILE *labels = path == NULL ? NULL : fopen(path, "w");
    bool written = path == NULL || (labels != NULL && demo_odd(world, line, labels, flush));

    if (labels != NULL)
        written = fclose(labels) == 0 && written;
    return written;
}

static bool write_all(const struct demo_world *world, uint64_t vehicles, unsigned records,
                      const char *password, const char *odd)
{
    struct line line = {0};
    bool written = true;

    for (unsigned i = 0; i < workshops_count(); i++)
        line_workshop(&line, &world->workshops[i], i == workshop_of_demonstration() ? password : NULL);
    for (uint64_t i = 0; written && i < vehicles; i++)
        written = write_vehicle(world, i, records, &line);
    written = written && write_odd(world, odd, &line);
    written = flush(&line) && fflush(stdout) == 0 && written;
    free(line.text);
    return written;
}

static bool print_env(const struct demo_world *world)
{
    static struct life life;
    struct demo_vehicle v;

    demo_make(world, 0, &v, &life);
    printf("DEMO_WORKSHOP_CODE=%s\nDEMO_OWNER_PHONE=%s\nDEMO_VIN=%s\nDEMO_PLATE=%s\nDEMO_ENGINE_NO=%s\n"
           "DEMO_REGISTRATION_NO=%s\n",
           world->workshops[workshop_of_demonstration()].code, owner_phone, v.vin.text,
           v.tenures[v.tenure_count - 1].plate, v.engine_no, v.registration_no);
    return fflush(stdout) == 0;
}

static bool read_password(const char *path, char password[64])
{
    FILE *file = fopen(path, "r");
    bool read = file != NULL && fgets(password, 64, file) != NULL;

    if (file != NULL)
        fclose(file);
    if (read)
        password[strcspn(password, "\r\n")] = '\0';
    return read && password[0] != '\0';
}

static bool read_until(const char *text, long *until)
{
    struct date date;

    if (!date_parse(&date, text, strlen(text)) || date.year < 2024 || date.year > 2037)
        return false;
    *until = day_of(date);
    return true;
}

static int misused(const char *sentence)
{
    fprintf(stderr, "chedang demo: %s\n", sentence);
    return EXIT_MISUSED;
}

int command_demo(int argc, char **argv)
{
    struct options options;
    struct demo_world world = {0};
    char password[64] = "";
    int exit_code;

    if (!options_read(&form, argc, argv, &options, &exit_code))
        return exit_code;
    if (!read_until(options.text[UNTIL], &world.until))
        return misused("--until is a day from 2024 to 2037, such as 2026-10-31.");
    if (options.text[PASSWORD_FILE] != NULL && !read_password(options.text[PASSWORD_FILE], password))
        return misused("--password-file cannot be read, or its first line is empty.");
    struct demo_workshop *workshops = sodium_init() < 0 ? NULL : all_workshops();
    if (workshops == NULL)
        return EXIT_FAILED;
    world.seed = (uint64_t)options_number(&options, SEED);
    world.workshops = workshops;
    bool done = options.text[ENV] != NULL
                    ? print_env(&world)
                    : write_all(&world, (uint64_t)options_number(&options, VEHICLES),
                                (unsigned)options_number(&options, RECORDS),
                                password[0] == '\0' ? NULL : password, options.text[ODD]);
    if (!done)
        perror("chedang demo: what is written");
    free(workshops);
    return done ? EXIT_DONE : EXIT_FAILED;
}
