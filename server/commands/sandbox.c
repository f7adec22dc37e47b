#include "commands/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <h2o.h>
#include <sodium.h>

#include "commands/database.h"
#include "commands/key_list.h"
#include "commands/options.h"
#include "commands/sandbox_history.h"
#include "core/seal.h"
#include "history/submission.h"
#include "store/history_store.h"
#include "store/registry_store.h"
#include "store/repair_store.h"
#include "store/workshop_store.h"

/* clang-format off */
static const struct command_form sandbox_form = {
    "sandbox", "load", "The vehicles that clients try the API with: `load` stores their records.",
    "chedang sandbox load", NULL, 0, 0, OPTIONS_MAX,
};

static const struct command_form load_form = {
    "sandbox load", "",
    "Stores workshops, registry entries and records of the vehicles of the sandbox (GET /v1/sandbox), as uploads\n"
    "are stored. What is there already stays; loading again after an update brings what has changed. Uses\n"
    "CHEDANG_PG_OWNER and CHEDANG_KEYS.",
    "chedang sandbox load", NULL, 0, 0, 0,
};
/* clang-format on */

enum fate { NEW, UNCHANGED, CORRECTED, FATES };

struct load {
    struct database database;
    h2o_mem_pool_t pool;
    struct date today;
    int64_t workshops[SANDBOX_WORKSHOPS]; /* their ids */
    unsigned records[FATES];
};

static bool run(struct load *l, enum query query, const char *const *values)
{
    PGresult *result = database_run(&l->database, query, values);
    bool done = result != NULL;

    PQclear(result);
    return done;
}

/* With a password that nobody has. */
static bool make_workshop(struct load *l, const struct sandbox_workshop *w)
{
    const struct keys *keys = l->database.keys;
    char secret[TOKEN_TEXT], hash[PASSWORD_HASH_TEXT];

    token_new(secret);
    if (!workshop_password_hash(secret, hash))
        return false;
    return run(l, QUERY_WORKSHOP_INSERT,
               (const char *[]){w->code, w->name, NULL, NULL, NULL, NULL, w->class, w->region, NULL, NULL,
                                NULL, NULL, NULL, workshop_contacts_seal(&l->pool, keys, w->code, "{}"),
                                workshop_password_seal(&l->pool, keys, w->code, hash)});
}

static int64_t find_workshop(struct load *l, const char *code)
{
    PGresult *result = database_run(&l->database, QUERY_WORKSHOP_REGISTRATION, (const char *[]){code});
    int64_t id = 0;

    if (result != NULL && PQntuples(result) == 1)
        id = strtoll(PQgetvalue(result, 0, PQnfields(result) - 1), NULL, 10);
    PQclear(result);
    return id;
}

static bool load_workshops(struct load *l)
{
    for (size_t i = 0; i < SANDBOX_WORKSHOPS; i++) {
        const struct sandbox_workshop *w = &sandbox_workshops[i];

        l->workshops[i] = find_workshop(l, w->code);
        if (l->workshops[i] == 0 && make_workshop(l, w))
            l->workshops[i] = find_workshop(l, w->code);
        if (l->workshops[i] == 0)
            return false;
    }
    return true;
}

static bool find_salt(struct load *l, const struct vehicle_key *key, uint8_t salt[SALT_BYTES])
{
    struct key_list list = key_list_new(&l->pool, 1, sizeof(key->bytes));

    key_list_add(&list, key->bytes, sizeof(key->bytes));
    PGresult *result = database_run(&l->database, QUERY_REGISTRY_SALTS, (const char *[]){list.text});
    bool read = result != NULL && PQntuples(result) == 1;

    if (!read || PQgetisnull(result, 0, 0))
        randombytes_buf(salt, SALT_BYTES);
    else
        read =
            sodium_hex2bin(salt, SALT_BYTES, PQgetvalue(result, 0, 0), SALT_BYTES * 2, NULL, NULL, NULL) == 0;
    PQclear(result);
    return read;
}

/* What nobody can know without the keys stands for what is on the papers, so that nobody can claim it; and it
 * is the same every time. */
static const char *secret_fact(struct load *l, const struct vin *vin)
{
    enum { FACT_HEX = 2 * HASH_BYTES + 1 };
    struct keyed_hash hash = keyed_hash(l->database.keys, KEY_FACT, vin->text, VIN_LENGTH);
    char *text = h2o_mem_alloc_pool(&l->pool, FACT_HEX);

    return sodium_bin2hex(text, FACT_HEX, hash.bytes, sizeof(hash.bytes));
}

static bool load_registry(struct load *l, const struct vin *vin, const struct vehicle_key *key)
{
    struct registry_row row = {.vin = *vin,
                               .held_since = sandbox_registered_on,
                               .first_registered = sandbox_registered_on,
                               .region = sandbox_registered_in};
    const char *values[REGISTRY_PARAMETERS];
    uint8_t salt[SALT_BYTES];

    for (enum fact f = 0; f < FACT_COUNT; f++)
        row.facts[f] = secret_fact(l, vin);
    if (!find_salt(l, key, salt))
        return false;
    registry_parameters(&l->pool, l->database.keys, &row, salt, values);
    return run(l, QUERY_REGISTRY_PUT, values);
}

static const char *text_of(struct load *l, const char *format, long number)
{
    enum { NUMBER_ROOM = 48 };
    char *text = h2o_mem_alloc_pool(&l->pool, NUMBER_ROOM);

    snprintf(text, NUMBER_ROOM, format, number);
    return text;
}

static bool accept_record(struct load *l, const struct submission *submission, unsigned workshop)
{
    static const char *const fates[FATES] = {"new", "unchanged", "corrected"};
    const char *values[ACCEPT_PARAMETERS];

    repair_accept_parameters(&l->pool, l->database.keys, submission, l->workshops[workshop], "sandbox",
                             h2o_iovec_init(NULL, 0), values);
    PGresult *result = database_run(&l->database, QUERY_REPAIR_ACCEPT, values);
    for (enum fate f = 0; result != NULL && f < FATES; f++)
        l->records[f] += strcmp(PQgetvalue(result, 0, 0), fates[f]) == 0;
    PQclear(result);
    return result != NULL;
}

/* As a workshop's program would send it; but that it is of the sandbox is no reason to refuse it here. */
static bool load_record(struct load *l, const struct vin *vin, size_t number, const struct sandbox_job *job)
{
    char day[DATE_TEXT], settlement[64];
    struct raw_work work = {.name = job->work, .hours = "1.0"};
    struct raw_part part = {.name = job->part, .quantity = "1"};
    struct submission submission;

    snprintf(settlement, sizeof(settlement), "SANDBOX-%s-%03zu", vin->text + VIN_LENGTH - 3, number + 1);
    struct raw_submission raw = {
        .vin = vin->text,
        .company_name = sandbox_workshops[job->workshop].name,
        .brought_on = date_text(job->on, day),
        .settled_on = day,
        .odometer = job->km < 0 ? NULL : text_of(l, "%ld", job->km),
        .fault = job->fault,
        .settlement_no = settlement,
        .works = &work,
        .work_count = job->work != NULL,
        .parts = &part,
        .part_count = job->part != NULL,
    };
    submission_read(&l->pool, &raw, l->today, &submission);
    submission.findings &= ~FINDING_BIT(FINDING_V5);
    return !findings_quarantine(submission.findings) && accept_record(l, &submission, job->workshop);
}

static bool load_vehicle(struct load *l, enum sandbox_case which)
{
    const struct vin *vin = &sandbox_vehicle(which)->vin;
    struct vehicle_key key = vehicle_key_of(l->database.keys, vin);
    const char *key_text = vehicle_key_text(&l->pool, &key);
    struct sandbox_job job;
    bool good;

    if (!sandbox_is_registered(which))
        return true;
    good = run(l, QUERY_SANDBOX_VEHICLE_MARK,
               (const char *[]){key_text, vehicle_vin_seal(&l->pool, l->database.keys, &key, vin)}) &&
           load_registry(l, vin, &key);
    for (size_t i = 0; good && sandbox_job(which, i, &job); i++)
        good = load_record(l, vin, i, &job);
    if (good && which == SANDBOX_DISPUTED)
        good = run(l, QUERY_SANDBOX_DISPUTE, (const char *[]){key_text});
    return good;
}

/* All or nothing, and one load at a time. */
static bool load_all(struct load *l)
{
    bool good = database_command(&l->database, "BEGIN") &&
                database_command(&l->database, "LOCK TABLE sandbox_vehicle IN SHARE ROW EXCLUSIVE MODE") &&
                load_workshops(l);

    for (enum sandbox_case c = 0; good && c < SANDBOX_CASES; c++)
        good = load_vehicle(l, c);
    good = good && database_command(&l->database, "COMMIT");
    if (!good)
        database_roll_back(&l->database);
    return good;
}

/* Nobody is shown less from now on: no process trusts a poll that is older than a lease. */
static void wait_lease(const struct load *l)
{
    long ms = l->database.settings.lease_ms;

    nanosleep(&(struct timespec){ms / 1000, ms % 1000 * 1000000}, NULL);
}

static int load(void)
{
    struct load l = {.today = date_today()};
    int exit_code = EXIT_FAILED;

    h2o_mem_init_pool(&l.pool);
    if (database_open(&l.database, "sandbox load", true)) {
        if (load_all(&l)) {
            wait_lease(&l);
            printf("records    %u new, %u unchanged, %u corrected\n", l.records[NEW], l.records[UNCHANGED],
                   l.records[CORRECTED]);
            exit_code = fflush(stdout) == 0 ? EXIT_DONE : EXIT_FAILED;
        } else {
            fprintf(stderr, "chedang sandbox load: nothing was stored: %s.\n", l.database.sentence);
        }
    }
    database_close(&l.database);
    h2o_mem_clear_pool(&l.pool);
    return exit_code;
}

int command_sandbox(int argc, char **argv)
{
    struct options options;
    int exit_code;

    if (argc > 1 && strcmp(argv[1], "load") == 0)
        return options_read(&load_form, argc - 1, argv + 1, &options, &exit_code) ? load() : exit_code;
    if (!options_read(&sandbox_form, argc, argv, &options, &exit_code))
        return exit_code;
    fprintf(stderr, "chedang sandbox: load? Try: chedang sandbox --help\n");
    return EXIT_MISUSED;
}
