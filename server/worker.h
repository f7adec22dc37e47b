/*
 * worker - one loop with all it owns, from its first connection to its last
 */
#pragma once

#include "core/service.h"
#include "core/settings.h"

/* What all loops share. */
struct site {
    const struct settings *settings;
    const struct keys *keys;
    h2o_globalconf_t http;
    h2o_hostconf_t *public_host, *internal_host;
    SSL_CTX *tls; /* NULL: none */
    int public_fd, internal_fd;
    struct offload *offload, *photo_offload, *flush_offload;
    const struct templates *templates;
    const struct certificate_words *certificate_words;
    unsigned loops;
    struct service **services; /* one for each loop */
};

/* What h2o should do with requests; called once, before there are workers. */
void site_configure(struct site *site);

struct worker;

/* Makes the loop; it turns once worker_run() is called, on a thread of the caller's. NULL with a complaint.
 */
struct worker *worker_create(struct site *site, unsigned number, char *complaint, size_t size);
void worker_run(struct worker *worker);
void worker_destroy(struct worker *worker);

/* From any thread: take no more, finish what is under way, and return from worker_run(). */
void worker_stop(struct worker *worker);

struct trail *worker_trail(const struct worker *worker);
