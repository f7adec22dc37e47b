#include "worker.h"

#include <errno.h>
#include <stdlib.h>

#include "core/client_errors.h"
#include "core/date.h"
#include "core/h2o_reserve.h"
#include "core/log.h"
#include "core/offload.h"
#include "endpoints/certificate/batch_work.h"
#include "endpoints/certificate/status.h"
#include "endpoints/public/docs.h"
#include "http/reply.h"
#include "http/static_files.h"
#include "listener.h"
#include "loop_clock.h"
#include "render/template.h"
#include "routes.h"
#include "store/cache.h"
#include "store/clients.h"
#include "store/db.h"
#include "store/freshness.h"
#include "store/honey.h"
#include "store/limits.h"
#include "store/poll.h"
#include "store/repeat_limit.h"
#include "store/summaries.h"
#include "store/suspects.h"
#include "store/trail.h"
#include "store/vehicle_limit.h"

#define LET_GO_NS 500000000 /* how long a connection may take to ask, once the service stops */

struct worker {
    struct service service; /* first: a context leads back to its worker */
    struct site *site;
    struct poll *poll;
    struct batch_work *batches;
    struct listener *public, *internal; /* internal: only of the first */
    h2o_multithread_receiver_t stop;
    h2o_multithread_message_t stopping;
    int64_t stop_by; /* 0: not stopping */
};

struct door_handler {
    h2o_handler_t super;
    bool internal;
};

static int on_req(h2o_handler_t *self, h2o_req_t *req)
{
    struct service *service = H2O_STRUCT_FROM_MEMBER(struct service, http, req->conn->ctx);

    on_request(exchange_begin(req, service), ((struct door_handler *)self)->internal);
    return 0;
}

struct own_error {
    h2o_ostream_t super;
    h2o_iovec_t document;
    bool sent;
};

static void send_own(h2o_ostream_t *self, h2o_req_t *req, h2o_iovec_t *bufs, size_t count,
                     h2o_send_state_t state)
{
    struct own_error *own = (struct own_error *)self;
    size_t left = own->sent ? 0 : 1;

    (void)bufs, (void)count;
    own->sent = true;
    h2o_ostream_send_next(self, req, &own->document, left, state);
}

/* Errors that h2o answers by itself, before there is an exchange, get our words and header fields. */
static void on_own_error(h2o_filter_t *self, h2o_req_t *req, h2o_ostream_t **slot)
{
    struct own_error *own = (struct own_error *)h2o_add_ostream(req, sizeof(*own), slot);
    enum fault fault = req->res.status == 413 ? FAULT_BODY_TOO_LARGE : FAULT_FRAMING;

    (void)self;
    own->super.do_send = send_own;
    own->sent = false;
    own->document = problem_document(&req->pool, fault, NULL, NULL, NULL, NO_EXCHANGE);
    req->res.content_length = own->document.len;
    h2o_set_header(&req->pool, &req->res.headers, H2O_TOKEN_CONTENT_TYPE,
                   H2O_STRLIT("application/problem+json"), 1);
    reply_security_headers(req, NO_EXCHANGE);
}

static h2o_hostconf_t *make_host(h2o_globalconf_t *http, const char *name, bool internal)
{
    h2o_hostconf_t *host = h2o_config_register_host(http, h2o_iovec_init(name, strlen(name)), 65535);
    h2o_pathconf_t *path = h2o_config_register_path(host, "/", 0);
    struct door_handler *door = (struct door_handler *)h2o_create_handler(path, sizeof(*door));

    door->super.on_req = on_req;
    door->internal = internal;
    h2o_create_filter(&host->fallback_path, sizeof(h2o_filter_t))->on_setup_ostream = on_own_error;
    return host;
}

void site_configure(struct site *site)
{
    h2o_config_init(&site->http);
    site->http.server_name = h2o_iovec_init("", 0);
    size_t ordinary = (size_t)site->settings->body_bytes * BODY_SPARE;
    size_t with_photos = (size_t)site->settings->photo_body_bytes;
    if (with_photos < (size_t)site->settings->upload_photo_bytes)
        with_photos = (size_t)site->settings->upload_photo_bytes;
    site->http.max_request_entity_size = ordinary > with_photos ? ordinary : with_photos;
    h2o_socket_buffer_mmap_settings.threshold = SIZE_MAX; /* nothing that is sent goes into a file */
    site->http.http1.req_timeout = (uint64_t)site->settings->request_seconds * 1000;
    site->http.http1.upgrade_to_http2 =
        0; /* one HTTP/2 connection could drive hundreds of thousands of handlers */
    site->public_host = make_host(&site->http, "public", false);
    site->internal_host = make_host(&site->http, "internal", true);
}

static void on_stop(h2o_multithread_receiver_t *receiver, h2o_linklist_t *messages)
{
    struct worker *w = H2O_STRUCT_FROM_MEMBER(struct worker, stop, receiver);

    (void)messages;
    h2o_linklist_unlink(&w->stopping.link); /* the only one there is */
    w->service.draining = true;
    w->stop_by = clock_monotonic() + w->service.settings->drain_seconds * 1000000000;
}

void worker_stop(struct worker *w)
{
    h2o_multithread_send_message(&w->stop, &w->stopping);
}

/* What was had before one thing was missing. */
static void give_back(struct worker *w)
{
    templates_destroy(w->service.templates);
    if (w->service.trail != NULL)
        trail_close(w->service.trail);
    free(w);
}

struct worker *worker_create(struct site *site, unsigned number, char *complaint, size_t size)
{
    struct worker *w = calloc(1, sizeof(*w));
    struct service *s = &w->service;

    if (w == NULL)
        abort();
    w->site = site;
    *s = (struct service){.settings = site->settings,
                          .keys = site->keys,
                          .offload = site->offload,
                          .photo_offload = site->photo_offload,
                          .flush_offload = site->flush_offload,
                          .certificate_words = site->certificate_words,
                          .number = number,
                          .loops = site->loops,
                          .all = site->services};
    s->trail = trail_open(site->settings, complaint, size);
    s->templates = templates_share(site->templates);
    s->static_files = s->trail == NULL ? NULL : static_files_load(site->settings->home, complaint, size);
    if (s->static_files == NULL) {
        give_back(w);
        return NULL;
    }
    h2o_context_init(&s->http, h2o_evloop_create(), &site->http);
    timers_init(&s->timers, s);
    offload_attach(s);
    h2o_multithread_register_receiver(s->http.queue, &w->stop, on_stop);
    s->freshness =
        freshness_create((size_t)site->settings->changes_known, site->settings->lease_ms * 1000000);
    s->db = db_create(s);
    s->cache = cache_create(s);
    s->summaries = summaries_create(s);
    s->limits = limits_create(s);
    s->clients = clients_create();
    s->docs = docs_create();
    s->status_kept = status_kept_create();
    s->client_errors = client_errors_create();
    s->vehicle_limit = vehicle_limit_create();
    s->repeat_limit = repeat_limit_create();
    s->suspects = suspects_create();
    s->honey = honey_create();
    w->poll = poll_create(s);
    w->batches = batch_work_create(s);
    w->public = listener_create(s, site->public_fd, site->public_host, site->tls);
    if (number == 0)
        w->internal = listener_create(s, site->internal_fd, site->internal_host, NULL);
    return w;
}

static bool finished(const struct worker *w)
{
    const struct service *s = &w->service;

    /* One exchange is the loop's own. */
    return w->stop_by != 0 && ((s->exchanges <= 1 && s->connections == 0) || clock_monotonic() > w->stop_by);
}

static void drain(struct worker *w)
{
    struct listener *const listeners[] = {w->public, w->internal};
    int64_t begun = w->stop_by - w->service.settings->drain_seconds * 1000000000;

    for (size_t i = 0; i < 2 && listeners[i] != NULL; i++) {
        listener_drain(listeners[i]);
        if (clock_monotonic() - begun > LET_GO_NS)
            listener_let_idle_go(listeners[i]);
    }
}

/* On the loop's own thread: h2o keeps some of what its sockets need in that thread's memory. */
static void close_all(struct worker *w)
{
    struct service *s = &w->service;

    poll_destroy(w->poll);
    batch_work_destroy(w->batches);
    cache_destroy(s->cache);
    limits_destroy(s->limits);
    vehicle_limit_destroy(s->vehicle_limit);
    repeat_limit_destroy(s->repeat_limit);
    suspects_destroy(s->suspects);
    db_destroy(s->db);
    summaries_destroy(s->summaries);
    for (int turn = 0; turn < 8; turn++) /* refusals are told, closed sockets freed */
        h2o_evloop_run(s->http.loop, 1);
    clients_destroy(s->clients);
    honey_destroy(s->honey);
    offload_detach(s);
    h2o_multithread_unregister_receiver(s->http.queue, &w->stop);
    client_errors_destroy(s->client_errors); /* refusals are noted */
    freshness_destroy(s->freshness);
    templates_destroy(s->templates);
    static_files_destroy(s->static_files);
    docs_destroy(s->docs);
    status_kept_destroy(s->status_kept);
    if (s->connections == 0) { /* else what is still open goes with the process */
        timers_finish(&s->timers, s);
        h2o_context_dispose(&s->http);
        free(s->http.queue); /* 2.2.5 only empties it */
        h2o_evloop_run(s->http.loop, 0);
        h2o_evloop_destroy(s->http.loop);
    }
    listener_destroy(w->public);
    if (w->internal != NULL)
        listener_destroy(w->internal);
}

void worker_run(struct worker *w)
{
    enum { TURN_MS = 50 };

    loop_clock_begin();
    while (!finished(w)) {
        if (h2o_evloop_run(w->service.http.loop, TURN_MS) != 0 && errno != EINTR)
            log_line(LOG_BUG, "loop_failed", NULL);
        listener_let_slow_go(w->public);
        if (w->stop_by != 0)
            drain(w);
    }
    if (w->service.exchanges > 1) /* what they hold goes with the process */
        log_line(LOG_ERROR, "exchanges_never_ended", "count", log_number(w->service.exchanges - 1), NULL);
    else
        close_all(w);
    h2o_reserve_free();
}

void worker_destroy(struct worker *w)
{
    free(w);
}

struct trail *worker_trail(const struct worker *w)
{
    return w->service.trail;
}
