#include "commands/intake.h"

#include <string.h>
#include <time.h>

#include "commands/options.h"

bool intake_open(struct intake *intake, const char *command, FILE *file)
{
    intake->command = command;
    for (size_t i = 0; i < 2; i++)
        batch_init(&intake->batches[i]);
    intake->batch = intake->batches;
    progress_begin(&intake->progress, file);
    return database_open(&intake->database, command, true);
}

/* Stores one batch after the other; a lost connection ends it. */
static void *store_batches(void *state)
{
    struct intake *intake = state;

    pthread_mutex_lock(&intake->mutex);
    for (;;) {
        while (intake->under_way == NULL && !intake->ending)
            pthread_cond_wait(&intake->moved, &intake->mutex);
        if (intake->under_way == NULL)
            break;
        pthread_mutex_unlock(&intake->mutex);
        bool good = batch_store(&intake->storing, intake->under_way);
        pthread_mutex_lock(&intake->mutex);
        intake->failed = intake->failed || !good;
        intake->under_way = NULL;
        pthread_cond_signal(&intake->moved);
    }
    pthread_mutex_unlock(&intake->mutex);
    return NULL;
}

bool intake_begin(struct intake *intake, const char *refused, const char *input,
                  const struct import_note *resumed)
{
    if (!refusals_open(&intake->refusals, intake->command, refused, input, resumed))
        return false;
    intake->storing =
        (struct storing){&intake->database, &intake->refusals, intake->fates, intake->reader != NULL};
    pthread_mutex_init(&intake->mutex, NULL);
    pthread_cond_init(&intake->moved, NULL);
    intake->running = pthread_create(&intake->thread, NULL, store_batches, intake) == 0;
    if (!intake->running)
        fprintf(stderr, "chedang %s: there is no room for a thread.\n", intake->command);
    return intake->running;
}

h2o_mem_pool_t *intake_pool(struct intake *intake)
{
    return &intake->batch->pool;
}

void intake_add_registry(struct intake *intake, uint64_t line, const struct registry_row *row)
{
    batch_add_registry(intake->batch, intake->database.keys, line, row);
}

void intake_add_repair(struct intake *intake, uint64_t line, const struct repair_row *row)
{
    batch_add_repair(intake->batch, line, row);
}

void intake_refuse(struct intake *intake, uint64_t line, const char *reason)
{
    batch_refuse(intake->batch, line, reason);
}

/* Until the thread has nothing to do. */
static void wait_for_thread(struct intake *intake)
{
    if (!intake->running)
        return;
    pthread_mutex_lock(&intake->mutex);
    while (intake->under_way != NULL)
        pthread_cond_wait(&intake->moved, &intake->mutex);
    intake->lost = intake->failed;
    pthread_mutex_unlock(&intake->mutex);
}

struct database *intake_database(struct intake *intake)
{
    wait_for_thread(intake);
    return &intake->database;
}

static void take_note(struct intake *intake)
{
    if (intake->reader == NULL)
        return;
    intake->batch->note = intake->note;
    line_reader_position(intake->reader, &intake->batch->note.bytes, &intake->batch->note.lines,
                         intake->batch->note.digest);
}

/* The batch goes to the thread, and the other one is made next. */
static void hand_over(struct intake *intake)
{
    struct batch *other = intake->batch == intake->batches ? intake->batches + 1 : intake->batches;

    wait_for_thread(intake);
    batch_clear(intake->lost ? intake->batch : other);
    if (intake->lost)
        return;
    take_note(intake);
    pthread_mutex_lock(&intake->mutex);
    intake->under_way = intake->batch;
    pthread_cond_signal(&intake->moved);
    pthread_mutex_unlock(&intake->mutex);
    intake->batch = other;
}

void intake_line_done(struct intake *intake, size_t bytes)
{
    intake->batch->bytes += bytes;
    if (++intake->batch->lines == BATCH_LINES || intake->batch->bytes > BATCH_BYTES)
        hand_over(intake);
}

static void end_thread(struct intake *intake)
{
    if (!intake->running)
        return;
    if (intake->batch->lines != 0 || intake->batch->refused_count != 0)
        hand_over(intake);
    wait_for_thread(intake);
    pthread_mutex_lock(&intake->mutex);
    intake->ending = true;
    pthread_cond_signal(&intake->moved);
    pthread_mutex_unlock(&intake->mutex);
    pthread_join(intake->thread, NULL);
    pthread_cond_destroy(&intake->moved);
    pthread_mutex_destroy(&intake->mutex);
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
    uint64_t lines = intake->progress.lines - intake->progress.passed_lines;

    for (enum intake_kind kind = 0; kind < INTAKE_KINDS; kind++)
        print_fates(kind, intake->fates[kind]);
    if (intake->progress.passed_lines != 0)
        printf("%llu lines passed over, which were imported before\n",
               (unsigned long long)intake->progress.passed_lines);
    printf("%llu lines in %.1f s, %.0f a second; %llu refused\n", (unsigned long long)lines, seconds,
           seconds > 0 ? (double)lines / seconds : 0, (unsigned long long)intake->refusals.count);
    if (intake->refusals.count != 0)
        printf("The refused lines and why are in %s\n", intake->refusals.path);
}

static void tell_loss(const struct intake *intake)
{
    fprintf(stderr,
            "chedang %s: the connection to PostgreSQL is lost. What was counted is stored. Import the same\n"
            "again: %s, and nothing is stored twice.\n",
            intake->command,
            intake->reader != NULL ? "it goes on behind what is stored"
                                   : "what is there already stays as it is");
}

int intake_close(struct intake *intake, bool read_to_end)
{
    bool open = intake->refusals.file != NULL;

    end_thread(intake);
    if (open) {
        wait_lease(intake);
        progress_end(&intake->progress);
        print_summary(intake);
    }
    if (intake->lost)
        tell_loss(intake);
    if (intake->reader != NULL && read_to_end && !intake->lost &&
        !import_note_forget(&intake->database, &intake->note))
        fprintf(stderr, "chedang %s: its note stays: %s.\n", intake->command, intake->database.sentence);
    refusals_close(&intake->refusals);
    database_close(&intake->database);
    for (size_t i = 0; i < 2; i++)
        batch_clear(&intake->batches[i]);
    return open && read_to_end && !intake->lost && intake->refusals.count == 0 && fflush(stdout) == 0
               ? EXIT_DONE
               : EXIT_FAILED;
}
