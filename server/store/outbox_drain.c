#include "store/outbox_drain.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <curl/curl.h>
#include <h2o.h>
#include <libpq-fe.h>

#include "core/background.h"
#include "core/log.h"
#include "core/seal.h"
#include "store/account_store.h"

enum { PAUSE_US = 100000, SEND_SECONDS = 10, PATH_TEXT = 4096, TOKEN_BYTES = 512 };

struct outbox_drain {
    const struct settings *settings;
    const struct keys *keys;
    struct notice_words words;
    pthread_t thread;
    atomic_bool ending;
    PGconn *pg;
    bool told;
};

static bool run(PGconn *pg, const char *sql)
{
    PGresult *result = PQexec(pg, sql);
    bool good = PQresultStatus(result) == PGRES_COMMAND_OK;

    PQclear(result);
    return good;
}

static bool connected(struct outbox_drain *d)
{
    if (d->pg != NULL && PQstatus(d->pg) == CONNECTION_OK)
        return true;
    PQfinish(d->pg);
    d->pg = PQconnectdb(d->settings->postgres);
    return PQstatus(d->pg) == CONNECTION_OK && run(d->pg, "SET search_path = chedang");
}

/* Written under another name first, so that nobody reads half a message. */
static bool write_file(const struct settings *settings, const char *id, h2o_iovec_t message)
{
    char path[PATH_TEXT], half[PATH_TEXT];

    if (mkdir(settings->outbox, 0700) != 0 && errno != EEXIST)
        return false;
    snprintf(path, sizeof(path), "%s/%s.json", settings->outbox, id);
    snprintf(half, sizeof(half), "%s/.%s.half", settings->outbox, id);
    int fd = open(half, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0)
        return false;
    bool written = write(fd, message.base, message.len) == (ssize_t)message.len;
    close(fd);
    return written && rename(half, path) == 0;
}

static bool read_token(const char *path, char header[TOKEN_BYTES])
{
    static const char start[] = "Authorization: Bearer ";
    FILE *file = fopen(path, "re");

    strcpy(header, start);
    bool good =
        file != NULL && fgets(header + sizeof(start) - 1, TOKEN_BYTES - (int)sizeof(start), file) != NULL;
    header[strcspn(header, "\r\n")] = '\0';
    if (file != NULL)
        fclose(file);
    return good;
}

/* What the gateway answers is of no interest beyond its status, and is not kept. */
static size_t pass_over(char *bytes, size_t size, size_t count, void *unused)
{
    (void)bytes, (void)unused;
    return size * count;
}

static bool post(const struct settings *settings, h2o_iovec_t message)
{
    CURL *curl = curl_easy_init();
    struct curl_slist *headers = curl_slist_append(NULL, "Content-Type: application/json");
    char token[TOKEN_BYTES];
    long status = 0;

    if (*settings->sms_token_file != '\0' && read_token(settings->sms_token_file, token))
        headers = curl_slist_append(headers, token);
    curl_easy_setopt(curl, CURLOPT_URL, settings->sms_url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)SEND_SECONDS);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)message.len);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, message.base);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, pass_over);
    curl_easy_setopt(curl, CURLOPT_MAXFILESIZE, 65536L);
    bool sent = curl_easy_perform(curl) == CURLE_OK &&
                curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status) == CURLE_OK && status >= 200 &&
                status < 300;
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
    return sent;
}

/* Columns of a message that is due. */
enum column { ID, KIND, BODY, PHONE, LANGUAGE };

static bool open_body(struct outbox_drain *d, h2o_mem_pool_t *pool, const PGresult *row, h2o_iovec_t *message)
{
    static const struct seal_place place = {"outbox.body", "", 0};
    h2o_iovec_t sealed;

    return bytea_parse(pool, PQgetvalue(row, 0, BODY), &sealed) &&
           unseal(pool, d->keys, KEY_SEAL, place, sealed, message);
}

static bool word_notice(struct outbox_drain *d, h2o_mem_pool_t *pool, const PGresult *row,
                        h2o_iovec_t *message)
{
    const char *words = d->words.of(d->words.source, PQgetvalue(row, 0, LANGUAGE), PQgetvalue(row, 0, KIND));
    h2o_iovec_t stored;

    if (words == NULL || !bytea_parse(pool, PQgetvalue(row, 0, PHONE), &stored))
        return false;
    const char *phone = phone_open(pool, d->keys, stored);
    if (phone != NULL)
        *message = outbox_message(pool, phone, words);
    return phone != NULL;
}

static bool send_message(struct outbox_drain *d, const PGresult *row)
{
    const char *id = PQgetvalue(row, 0, ID);
    h2o_mem_pool_t pool;
    h2o_iovec_t message = {NULL, 0};
    bool sent = false;

    h2o_mem_init_pool(&pool);
    if (!(PQgetisnull(row, 0, BODY) ? word_notice : open_body)(d, &pool, row, &message))
        log_line(LOG_ERROR, "message_does_not_open", "message", id, NULL);
    else if (*d->settings->sms_url == '\0')
        sent = write_file(d->settings, id, message);
    else
        sent = post(d->settings, message);
    h2o_mem_clear_pool(&pool);
    return sent;
}

static bool settle(PGconn *pg, const char *id, bool sent)
{
    const char *const values[] = {id};
    PGresult *result =
        PQexecParams(pg,
                     sent ? "DELETE FROM outbox WHERE id = $1::bigint"
                          : "UPDATE outbox SET tries = tries + 1, due_at = now() + "
                            "least(interval '1 minute', interval '1 second' * 2 ^ least(tries, 6)) "
                            "WHERE id = $1::bigint",
                     1, NULL, values, NULL, NULL, 0);
    bool good = PQresultStatus(result) == PGRES_COMMAND_OK;

    PQclear(result);
    return good;
}

/* One message in a transaction that holds its row. False when there is none, or the database is away. */
static bool send_next(struct outbox_drain *d)
{
    bool sent = false;

    if (!connected(d) || !run(d->pg, "BEGIN") || !run(d->pg, "DELETE FROM outbox WHERE expires_at < now()"))
        return false;
    PGresult *result = PQexec(d->pg, "SELECT outbox.id, kind, body, phone_index || phone, language "
                                     "FROM outbox LEFT JOIN account ON account.id = outbox.account_id "
                                     "WHERE due_at <= now() AND closed_at IS NULL "
                                     "ORDER BY due_at LIMIT 1 FOR UPDATE OF outbox SKIP LOCKED");
    bool found = PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) == 1;
    if (found) {
        const char *id = PQgetvalue(result, 0, ID);
        sent = send_message(d, result);
        if (!sent && !d->told)
            log_line(LOG_ERROR, "message_not_sent", "message", id, NULL);
        d->told = !sent;
        found = settle(d->pg, id, sent);
    }
    PQclear(result);
    return run(d->pg, "COMMIT") && found;
}

static void *drain_thread(void *argument)
{
    struct outbox_drain *d = argument;

    background_begin();
    while (!atomic_load(&d->ending))
        if (!send_next(d))
            usleep(PAUSE_US);
    PQfinish(d->pg);
    background_end();
    return NULL;
}

struct outbox_drain *outbox_drain_start(const struct settings *settings, const struct keys *keys,
                                        struct notice_words words)
{
    struct outbox_drain *d = calloc(1, sizeof(*d));

    if (d == NULL)
        abort();
    *d = (struct outbox_drain){.settings = settings, .keys = keys, .words = words};
    curl_global_init(CURL_GLOBAL_DEFAULT);
    if (pthread_create(&d->thread, NULL, drain_thread, d) != 0)
        abort();
    return d;
}

void outbox_drain_stop(struct outbox_drain *d)
{
    atomic_store(&d->ending, true);
    pthread_join(d->thread, NULL);
    curl_global_cleanup();
    free(d);
}
