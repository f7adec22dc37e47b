#include "serve.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/ssl.h>
#include <sodium.h>

#include "commands/options.h"
#include "core/keys.h"
#include "core/log.h"
#include "core/offload.h"
#include "core/photo.h"
#include "http/multipart.h"
#include "listener.h"
#include "render/certificate_words.h"
#include "render/template.h"
#include "store/db.h"
#include "store/examiner.h"
#include "store/feed_pass.h"
#include "store/outbox_drain.h"
#include "store/trail_drain.h"
#include "store/webhook_drain.h"
#include "store/workshop_pass.h"
#include "worker.h"

enum { COMPLAINT = 512, MOST_LOOPS = 64 };

struct process;

/* A loop is made on its own thread: h2o keeps what sockets read into in that thread's memory. */
struct loop {
    struct process *process;
    unsigned number;
    pthread_t thread;
    char *complaint;
};

struct process {
    struct settings settings;
    struct site site;
    struct worker *worker[MOST_LOOPS];
    struct service *service[MOST_LOOPS];
    struct trail *trail[MOST_LOOPS];
    struct loop loop[MOST_LOOPS];
    sem_t made, go;
    struct trail_drain *drain;
    struct outbox_drain *outbox;
    struct feed_pass *feed;
    struct examiner *examiner;
    struct webhook_drain *webhooks;
    struct workshop_pass *workshops;
    struct templates *words; /* of notices, for the outbox's thread */
    struct certificate_words *paper_words;
    char url[256];
};

/* AEAD suites of TLS 1.2 and 1.3 only, and nothing but HTTP/1.1: there is no ALPN callback, so h2 is never
 * agreed on. */
static SSL_CTX *open_tls(const struct settings *settings, char *complaint, size_t size)
{
    SSL_CTX *tls = SSL_CTX_new(TLS_server_method());

    SSL_CTX_set_min_proto_version(tls, TLS1_2_VERSION);
    SSL_CTX_set_options(tls,
                        SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_NO_COMPRESSION);
    if (SSL_CTX_set_cipher_list(tls, "ECDHE+AESGCM:ECDHE+CHACHA20") == 1 &&
        SSL_CTX_use_certificate_chain_file(tls, settings->tls_certificate) == 1 &&
        SSL_CTX_use_PrivateKey_file(tls, settings->tls_key, SSL_FILETYPE_PEM) == 1)
        return tls;
    snprintf(complaint, size, "The TLS certificate or its key cannot be used.");
    SSL_CTX_free(tls);
    return NULL;
}

static void *run(void *made)
{
    struct loop *loop = made;
    struct process *p = loop->process;
    struct worker *worker = worker_create(&p->site, loop->number, loop->complaint, COMPLAINT);

    p->worker[loop->number] = worker;
    sem_post(&p->made);
    sem_wait(&p->go);
    if (worker != NULL)
        worker_run(worker);
    return NULL;
}

static bool readable(const char *variable, const char *path, char *complaint)
{
    int fd = *path == '\0' ? -1 : open(path, O_RDONLY | O_CLOEXEC);
    char byte;
    bool good = *path == '\0' || (fd >= 0 && read(fd, &byte, 1) >= 0);

    if (!good)
        snprintf(complaint, COMPLAINT, "%s names a file that cannot be read: %s.", variable, strerror(errno));
    if (fd >= 0)
        close(fd);
    return good;
}

/* Made when it is not there, as the spool's is. */
static bool writable_folder(const char *variable, const char *path, char *complaint)
{
    if ((mkdir(path, 0700) == 0 || errno == EEXIST) && access(path, W_OK | X_OK) == 0)
        return true;
    snprintf(complaint, COMPLAINT, "%s names a folder that cannot be written to: %s.", variable,
             strerror(errno));
    return false;
}

/* What would otherwise come to light with the first request that needs it. */
static bool places_fit(const struct settings *s, char *complaint)
{
    char templates[PATH_MAX];

    snprintf(templates, sizeof(templates), "%s/templates", s->home);
    if (*s->keys == '\0')
        snprintf(complaint, COMPLAINT, "CHEDANG_KEYS must name the key file; chedang keys new makes one.");
    else if (access(templates, X_OK) != 0)
        snprintf(complaint, COMPLAINT, "CHEDANG_HOME must be the folder with templates/ and static/.");
    else if (!db_place_fits(s->postgres))
        snprintf(complaint, COMPLAINT, "CHEDANG_PG must be a connection string of libpq.");
    else
        return readable("CHEDANG_REDIS_PASSWORD_FILE", s->redis_password, complaint) &&
               readable("CHEDANG_SMS_TOKEN_FILE", s->sms_token_file, complaint) &&
               (*s->sms_url != '\0' || writable_folder("CHEDANG_OUTBOX", s->outbox, complaint));
    return false;
}

static bool open_site(struct process *p, char *complaint)
{
    struct site *site = &p->site;
    long loops = p->settings.threads != 0 ? p->settings.threads : sysconf(_SC_NPROCESSORS_ONLN);

    site->settings = &p->settings;
    site->loops = (unsigned)(loops > MOST_LOOPS ? MOST_LOOPS : loops);
    site->services = p->service;
    site->keys = keys_load(p->settings.keys, complaint, COMPLAINT);
    if (site->keys == NULL)
        return false;
    if (*p->settings.tls_certificate != '\0' &&
        (site->tls = open_tls(&p->settings, complaint, COMPLAINT)) == NULL)
        return false;
    site->public_fd = listener_open(p->settings.listen, true, complaint, COMPLAINT);
    if (site->public_fd < 0)
        return false;
    site->internal_fd = listener_open(p->settings.internal, false, complaint, COMPLAINT);
    if (site->internal_fd < 0)
        return false;
    site->templates = p->words = templates_load(p->settings.home, complaint, COMPLAINT);
    if (p->words == NULL)
        return false;
    site->certificate_words = p->paper_words = certificate_words_load(p->settings.home, complaint, COMPLAINT);
    if (p->paper_words == NULL)
        return false;
    photo_init();
    multipart_init();
    site->offload = offload_create(p->settings.hash_threads, p->settings.hash_queue);
    site->photo_offload = offload_create(p->settings.photo_threads, p->settings.photo_queue);
    site->flush_offload = offload_create(1, p->settings.flush_queue);
    site_configure(site);
    return true;
}

/* One after the other; none runs before all are there. */
static bool open_workers(struct process *p, char *complaint)
{
    sem_init(&p->made, 0, 0);
    sem_init(&p->go, 0, 0);
    for (unsigned i = 0; i < p->site.loops; i++) {
        p->loop[i] = (struct loop){.process = p, .number = i, .complaint = complaint};
        if (pthread_create(&p->loop[i].thread, NULL, run, &p->loop[i]) != 0)
            h2o_fatal("serve: no thread");
        sem_wait(&p->made);
        if (p->worker[i] == NULL)
            return false;
        p->service[i] = (struct service *)p->worker[i];
        p->trail[i] = worker_trail(p->worker[i]);
    }
    return true;
}

static const char *sms_words(void *templates, const char *language, const char *kind)
{
    return templates_word(templates, language, "sms", kind);
}

static void run_until_signal(struct process *p, const sigset_t *signals)
{
    int signal;

    p->outbox = outbox_drain_start(&p->settings, p->site.keys, (struct notice_words){sms_words, p->words});
    p->drain = trail_drain_start(&p->settings, p->trail, p->site.loops);
    p->feed = feed_pass_start(&p->settings);
    p->examiner = examiner_start(&p->settings);
    p->webhooks = webhook_drain_start(&p->settings, p->site.keys);
    p->workshops = workshop_pass_start(&p->settings, p->site.keys);
    for (unsigned i = 0; i < p->site.loops; i++)
        sem_post(&p->go);
    log_line(LOG_EVENT, "serving", "version", CHEDANG_VERSION, "loops", log_number(p->site.loops), NULL);
    sigwait(signals, &signal);
    log_line(LOG_EVENT, "stopping", "signal", log_number(signal), NULL);
}

static void close_all(struct process *p)
{
    close(p->site.public_fd);
    close(p->site.internal_fd);
    for (unsigned i = 0; i < p->site.loops; i++)
        worker_stop(p->worker[i]);
    for (unsigned i = 0; i < p->site.loops; i++)
        pthread_join(p->loop[i].thread, NULL);
    offload_destroy(p->site.offload);
    offload_destroy(p->site.photo_offload);
    offload_destroy(p->site.flush_offload);
    trail_drain_stop(p->drain);
    feed_pass_stop(p->feed);
    examiner_stop(p->examiner);
    webhook_drain_stop(p->webhooks);
    workshop_pass_stop(p->workshops);
    outbox_drain_stop(p->outbox);
    templates_destroy(p->words);
    certificate_words_destroy(p->paper_words);
    for (unsigned i = 0; i < p->site.loops; i++) {
        worker_destroy(p->worker[i]);
        trail_close(p->trail[i]);
    }
    log_line(LOG_EVENT, "stopped", NULL);
}

/* No core file and no other process of the same user may read the keys out of this one. */
static void guard_memory(void)
{
    const struct rlimit none = {0, 0};

    setrlimit(RLIMIT_CORE, &none);
#ifndef __SANITIZE_ADDRESS__ /* whose leak check must be able to look */
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}

static int complain(const char *complaint)
{
    fprintf(stderr, "chedang: %s\n", complaint);
    return 1;
}

static const struct command_form form = {
    "serve",
    "",
    "Answers requests until SIGTERM. Everything is chosen by the environment: chedang settings.",
    "CHEDANG_KEYS=keys CHEDANG_PG='host=/run/postgresql dbname=chedang' chedang serve",
    NULL,
    0,
    0,
    0,
};

int command_serve(int argc, char **argv)
{
    static struct process process;
    struct process *p = &process;
    char complaint[COMPLAINT];
    struct options options;
    int exit_code;
    sigset_t signals;

    if (!options_read(&form, argc, argv, &options, &exit_code))
        return exit_code;
    if (!settings_read(&p->settings, complaint, sizeof(complaint)) || !places_fit(&p->settings, complaint))
        return complain(complaint);
    if (*p->settings.public_url == '\0') {
        snprintf(p->url, sizeof(p->url), "%s://%s", *p->settings.tls_certificate != '\0' ? "https" : "http",
                 p->settings.listen);
        p->settings.public_url = p->url;
    }
    log_limit((enum log_level)(p->settings.log_level + 1));
    guard_memory();
    signal(SIGPIPE, SIG_IGN);
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals,
                    NULL); /* before threads: they inherit it, and only sigwait() gets them */
    if (!open_site(p, complaint) || !open_workers(p, complaint))
        return complain(complaint);
    run_until_signal(p, &signals);
    close_all(p);
    return 0;
}
