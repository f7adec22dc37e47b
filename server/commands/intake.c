#include "commands/intake.h"

#include <string.h>
#include <time.h>

#include <sodium.h>

#include "commands/options.h"
#include "store/history_store.h"

enum { TRIES = 3, KEY_HEX = VEHICLE_KEY_BYTES * 2 };

static const char *const fate_words[FATE_COUNT] = {"new",   "unchanged",  "corrected",
                                                   "moved", "new_holder", "again"};

bool intake_open(struct intake *intake, const char *command, const char *refused, const char *input,
                 FILE *file)
{
    intake->command = command;
    h2o_mem_init_pool(&intake->pool);
    return database_open(&intake->database, command, true) &&
           refusals_open(&intake->refusals, command, refused, input) &&
           (progress_begin(&intake->progress, file), true);
}

struct intake_row *intake_add(struct intake *intake, uint64_t line, enum intake_kind kind)
{
    struct intake_row *row = &intake->rows[intake->count++];

    *row = (struct intake_row){.line = line, .kind = kind};
    return row;
}

void intake_refuse(struct intake *intake, uint64_t line, const char *reason)
{
    refusals_add(&intake->refusals, line, reason);
}

static enum query query_of(const struct intake_row *row)
{
    return row->kind == INTAKE_REGISTRY ? QUERY_REGISTRY_PUT : QUERY_REPAIR_ACCEPT;
}

static const char *key_hex(struct intake *intake, const struct intake_row *row, char hex[KEY_HEX + 1])
{
    struct vehicle_key key = vehicle_key_of(intake->database.keys, &row->registry->vin);

    return sodium_bin2hex(hex, KEY_HEX + 1, key.bytes, sizeof(key.bytes));
}

/* The salt of the vehicle's row, or a new one. */
static void find_salt(struct intake *intake, const PGresult *salts, const char *key, uint8_t salt[SALT_BYTES])
{
    h2o_iovec_t known;

    for (int i = 0; i < PQntuples(salts); i++)
        if (strcmp(PQgetvalue(salts, i, 0), key) == 0 &&
            bytea_parse(&intake->pool, PQgetvalue(salts, i, 1), &known) && known.len == SALT_BYTES) {
            memcpy(salt, known.base, SALT_BYTES);
            return;
        }
    randombytes_buf(salt, SALT_BYTES);
}

/* Hashes the facts of the registry's rows among these, now that it is known with which salt. */
static bool put_facts(struct intake *intake, struct intake_row *rows, size_t count)
{
    char *keys = h2o_mem_alloc_pool(&intake->pool, count * (KEY_HEX + 1) + 1), *end = keys, hex[KEY_HEX + 1];
    uint8_t salt[SALT_BYTES];

    *end = '\0';
    for (size_t i = 0; i < count; i++)
        if (rows[i].kind == INTAKE_REGISTRY)
            end += sprintf(end, "%s%s", end == keys ? "" : ",", key_hex(intake, &rows[i], hex));
    if (end == keys)
        return true;
    PGresult *salts = database_run(&intake->database, QUERY_REGISTRY_SALTS, (const char *[]){keys});
    for (size_t i = 0; salts != NULL && i < count; i++)
        if (rows[i].kind == INTAKE_REGISTRY) {
            find_salt(intake, salts, key_hex(intake, &rows[i], hex), salt);
            registry_parameters(&intake->pool, intake->database.keys, rows[i].registry, salt, rows[i].values);
        }
    PQclear(salts);
    return salts != NULL;
}

static enum fate read_fate(const PGresult *result)
{
    enum fate fate = 0;

    while (fate < FATE_AGAIN && strcmp(PQgetvalue(result, 0, 0), fate_words[fate]) != 0)
        fate++;
    return fate;
}

/* One answer, or with NULL the end of them; false when it is a failure, whose reason is kept unless it only
 * follows from an earlier one. */
static bool read_answer(struct intake *intake, enum fate *fate)
{
    PGresult *result = database_next(&intake->database);
    ExecStatusType status = PQresultStatus(result);

    if (fate != NULL && status == PGRES_TUPLES_OK && PQntuples(result) == 1)
        *fate = read_fate(result);
    else if (status == PGRES_FATAL_ERROR)
        database_reason(result, intake->database.sentence);
    PQclear(result);
    return status == PGRES_TUPLES_OK || status == PGRES_PIPELINE_SYNC;
}

/* All of these in one transaction, on the way together. False when nothing of it happened. */
static bool transact(struct intake *intake, struct intake_row *rows, size_t count, enum fate *fates)
{
    struct database *db = &intake->database;
    bool good = put_facts(intake, rows, count) && database_prepare(db, QUERY_REGISTRY_PUT) &&
                database_prepare(db, QUERY_REPAIR_ACCEPT) && database_begin(db);

    if (!good)
        return false;
    for (size_t i = 0; i < count; i++)
        good = database_send(db, query_of(&rows[i]), rows[i].values) && good;
    good = database_sync(db) && good;
    for (size_t i = 0; i < count && !database_lost(db); i++)
        good = read_answer(intake, &fates[i]) && good;
    good = read_answer(intake, NULL) && good;
    return database_end(db) && good;
}

/* A row by itself, some times over if somebody else is at the same vehicle. */
static void transact_one(struct intake *intake, struct intake_row *row)
{
    enum fate fate = FATE_AGAIN;
    bool good = true;

    for (int i = 0; i < TRIES && fate == FATE_AGAIN && !intake->lost; i++) {
        good = transact(intake, row, 1, &fate);
        intake->lost = database_lost(&intake->database);
    }
    if (intake->lost)
        return;
    if (good && fate != FATE_AGAIN)
        intake->fates[row->kind][fate]++;
    else
        intake_refuse(intake, row->line,
                      good ? "somebody else keeps changing it" : intake->database.sentence);
}

void intake_flush(struct intake *intake)
{
    enum fate fates[INTAKE_BATCH] = {FATE_NEW};
    bool good = intake->count == 0 || intake->lost || transact(intake, intake->rows, intake->count, fates);

    intake->lost = database_lost(&intake->database);
    for (size_t i = 0; i < intake->count && !intake->lost; i++)
        if (good && fates[i] != FATE_AGAIN)
            intake->fates[intake->rows[i].kind][fates[i]]++;
        else
            transact_one(intake, &intake->rows[i]);
    intake->count = intake->gathered = 0;
    h2o_mem_clear_pool(&intake->pool);
}

void intake_line_done(struct intake *intake)
{
    if (++intake->gathered == INTAKE_BATCH)
        intake_flush(intake);
}

/* Nobody may be shown less from now on: no process trusts a poll that is older than a lease. */
static void wait_lease(const struct intake *intake)
{
    long ms = intake->database.settings.lease_ms;

    nanosleep(&(struct timespec){ms / 1000, ms % 1000 * 1000000}, NULL);
}

static void print_fates(enum intake_kind kind, const uint64_t fates[FATE_COUNT])
{
    static const char *const kinds[INTAKE_KINDS] = {"workshops", "registry", "repairs"};
    uint64_t sum = 0;

    for (enum fate fate = 0; fate < FATE_COUNT; fate++)
        sum += fates[fate];
    if (sum == 0)
        return;
    printf("%-10s %llu new, %llu unchanged, %llu corrected", kinds[kind], (unsigned long long)fates[FATE_NEW],
           (unsigned long long)fates[FATE_UNCHANGED], (unsigned long long)fates[FATE_CHANGED]);
    if (kind == INTAKE_REGISTRY)
        printf(", %llu with a new holder", (unsigned long long)fates[FATE_NEW_HOLDER]);
    if (kind == INTAKE_REPAIRS)
        printf(", %llu moved to another vehicle", (unsigned long long)fates[FATE_MOVED]);
    putchar('\n');
}

static void print_summary(const struct intake *intake)
{
    double seconds = progress_seconds(&intake->progress);

    for (enum intake_kind kind = 0; kind < INTAKE_KINDS; kind++)
        print_fates(kind, intake->fates[kind]);
    printf("%llu lines in %.1f s, %.0f a second; %llu refused\n", (unsigned long long)intake->progress.lines,
           seconds, seconds > 0 ? (double)intake->progress.lines / seconds : 0,
           (unsigned long long)intake->refusals.count);
    if (intake->refusals.count != 0)
        printf("The refused lines and why are in %s\n", intake->refusals.path);
}

int intake_close(struct intake *intake, bool read_to_end)
{
    bool open = intake->refusals.file != NULL;

    if (open) {
        intake_flush(intake);
        wait_lease(intake);
        progress_end(&intake->progress);
        print_summary(intake);
    }
    if (intake->lost)
        fprintf(
            stderr,
            "chedang %s: the connection to PostgreSQL is lost. What was counted is stored; the rest can be\n"
            "imported again with the whole file, which changes nothing that is there already.\n",
            intake->command);
    refusals_close(&intake->refusals);
    database_close(&intake->database);
    h2o_mem_clear_pool(&intake->pool);
    return open && read_to_end && !intake->lost && intake->refusals.count == 0 && fflush(stdout) == 0
               ? EXIT_DONE
               : EXIT_FAILED;
}
