#include "listener.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "core/date.h"
#include "core/settings.h"
#include "http/reply.h"
#include "routes.h"

enum {
    BACKLOG = 1024,
    ACCEPT_AT_ONCE = 64,
    ADDRESS_BUCKETS = 16384,
    UNSENT_BYTES = 128 * 1024,
    HEAD_MOST = 65536
};

struct listener {
    struct service *service;
    h2o_socket_t *socket; /* NULL once drained */
    h2o_hostconf_t *hosts[2];
    h2o_accept_ctx_t accept;
    h2o_linklist_t connections;
    uint16_t by_address[ADDRESS_BUCKETS]; /* two that share a bucket share a limit */
    bool paused;
    int64_t looked; /* for slow readers */
};

struct connection {
    struct listener *listener;
    h2o_socket_t *socket;
    uint16_t *bucket;
    h2o_linklist_t link;
    size_t written; /* all that was given to the socket, when a look last found that it had changed */
    int64_t since;
    h2o_socket_cb receive;   /* reads while a request comes in; NULL: not for us to answer */
    int64_t receiving_since; /* the same request; 0: none */
};

static int close_keeping_errno(int fd)
{
    int why = errno;

    close(fd);
    errno = why;
    return -1;
}

/* Takes away the socket of a process that is gone; any other file, and a socket in use, stays. */
static bool make_room(int fd, const struct sockaddr_un *at)
{
    struct stat there;

    if (lstat(at->sun_path, &there) != 0)
        return errno == ENOENT;
    errno = EADDRINUSE;
    if (!S_ISSOCK(there.st_mode) || connect(fd, (const struct sockaddr *)at, sizeof(*at)) == 0)
        return false;
    if (errno == ECONNREFUSED)
        return unlink(at->sun_path) == 0;
    errno = EADDRINUSE;
    return false;
}

static int listen_unix(const char *path)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    int fd;

    errno = *path == '\0' ? EINVAL : ENAMETOOLONG;
    if (*path == '\0' || strlen(path) >= sizeof(at.sun_path))
        return -1;
    strcpy(at.sun_path, path);
    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return -1;
    mode_t mask = umask(0077);
    bool open =
        make_room(fd, &at) && bind(fd, (struct sockaddr *)&at, sizeof(at)) == 0 && listen(fd, BACKLOG) == 0;
    umask(mask);
    return open ? fd : close_keeping_errno(fd);
}

static bool parse_port(const char *text, in_port_t *port)
{
    size_t digits = strspn(text, "0123456789");
    long number = digits >= 1 && digits <= 5 && text[digits] == '\0' ? strtol(text, NULL, 10) : 0;

    *port = htons((uint16_t)number);
    return number >= 1 && number <= UINT16_MAX;
}

static bool parse_place(const char *place, struct sockaddr_storage *at, socklen_t *length)
{
    const char *colon = strrchr(place, ':');
    char host[64] = "";
    struct sockaddr_in *four = (void *)at;
    struct sockaddr_in6 *six = (void *)at;
    in_port_t port;

    if (colon == NULL || (size_t)(colon - place) >= sizeof(host) || !parse_port(colon + 1, &port))
        return false;
    memcpy(host, place, (size_t)(colon - place));
    memset(at, 0, sizeof(*at));
    if (inet_pton(AF_INET, host, &four->sin_addr) == 1) {
        four->sin_family = AF_INET;
        four->sin_port = port;
        *length = sizeof(*four);
        return true;
    }
    host[strcspn(host, "]")] = '\0';
    if (host[0] != '[' || inet_pton(AF_INET6, host + 1, &six->sin6_addr) != 1)
        return false;
    six->sin6_family = AF_INET6;
    six->sin6_port = port;
    *length = sizeof(*six);
    return true;
}

static int listen_tcp(const char *place)
{
    struct sockaddr_storage at;
    socklen_t length;
    int on = 1, unsent = UNSENT_BYTES, fd;

    if (!parse_place(place, &at, &length)) {
        errno = EINVAL;
        return -1;
    }
    fd = socket(at.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    /* Inherited by what is accepted: an answer in parts goes on when the reader does, not when the kernel has
     * room. */
    setsockopt(fd, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &unsent, sizeof(unsent));
    if (bind(fd, (struct sockaddr *)&at, length) == 0 && listen(fd, BACKLOG) == 0)
        return fd;
    return close_keeping_errno(fd);
}

/* systemd's protocol: descriptors from 3 on, for the process whose number is in LISTEN_PID. */
static bool inherited(void)
{
    const char *pid = getenv("LISTEN_PID"), *count = getenv("LISTEN_FDS");

    return pid != NULL && count != NULL && atol(pid) == (long)getpid() && atol(count) >= 1;
}

int listener_open(const char *place, bool inherit, char *complaint, size_t size)
{
    int fd;

    if (inherit && inherited())
        return 3;
    fd = strncmp(place, "unix:", 5) == 0 ? listen_unix(place + 5) : listen_tcp(place);
    if (fd < 0)
        snprintf(complaint, size, "%s cannot be listened at: %s.", place,
                 errno == EINVAL ? "it is no address and port, such as 127.0.0.1:8080" : strerror(errno));
    return fd;
}

/* A reader that stops taking an answer is let go by the kernel; accepted sockets inherit this. */
static void bound_sending(int fd, const struct settings *settings)
{
    unsigned ms = (unsigned)settings->send_ms;

    setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &ms, sizeof(ms));
}

static uint16_t *bucket_of(struct listener *l, h2o_socket_t *socket)
{
    struct sockaddr_storage peer;
    socklen_t length = h2o_socket_getpeername(socket, (void *)&peer);
    uint32_t hash = 2166136261u; /* FNV-1a: collisions only make a limit stricter */
    const uint8_t *bytes = (const uint8_t *)&peer;
    size_t from = offsetof(struct sockaddr_in, sin_addr), to = from + 4;

    if (length == 0 || (peer.ss_family != AF_INET && peer.ss_family != AF_INET6))
        return NULL;
    if (peer.ss_family == AF_INET6) {
        from = offsetof(struct sockaddr_in6, sin6_addr);
        to = from + 8;
    }
    for (size_t i = from; i < to; i++)
        hash = (hash ^ bytes[i]) * 16777619u;
    return &l->by_address[hash % ADDRESS_BUCKETS];
}

static void on_accept(h2o_socket_t *socket, const char *error);

static void on_close(void *data)
{
    struct connection *c = data;
    struct listener *l = c->listener;

    h2o_linklist_unlink(&c->link);
    if (c->bucket != NULL)
        --*c->bucket;
    l->service->connections--;
    free(c);
    if (l->paused && l->socket != NULL) {
        l->paused = false;
        h2o_socket_read_start(l->socket, on_accept);
    }
}

static void take(struct listener *l, h2o_socket_t *socket)
{
    struct connection *c = h2o_mem_alloc(sizeof(*c));
    const struct settings *s = l->service->settings;

    *c = (struct connection){.listener = l, .socket = socket, .bucket = bucket_of(l, socket)};
    if (c->bucket != NULL && *c->bucket >= s->connections_address) {
        free(c);
        h2o_socket_close(socket);
        return;
    }
    if (c->bucket != NULL)
        ++*c->bucket;
    l->service->connections++;
    h2o_linklist_insert(&l->connections, &c->link);
    socket->on_close.cb = on_close;
    socket->on_close.data = c;
    h2o_accept(&l->accept, socket);
    if (l->accept.ssl_ctx == NULL)
        c->receive = socket->_cb.read;
}

static void on_accept(h2o_socket_t *listening, const char *error)
{
    struct listener *l = listening->data;
    h2o_socket_t *socket;

    if (error != NULL)
        return;
    for (int i = 0; i < ACCEPT_AT_ONCE; i++) {
        if ((long)l->service->connections >= l->service->settings->connections) {
            l->paused = true;
            h2o_socket_read_stop(listening);
            return;
        }
        socket = h2o_evloop_socket_accept(listening);
        if (socket == NULL)
            return;
        take(l, socket);
    }
}

struct listener *listener_create(struct service *service, int fd, h2o_hostconf_t *host, SSL_CTX *tls)
{
    struct listener *l = calloc(1, sizeof(*l));

    if (l == NULL)
        abort();
    l->service = service;
    l->hosts[0] = host;
    l->accept = (h2o_accept_ctx_t){.ctx = &service->http, .hosts = l->hosts, .ssl_ctx = tls};
    h2o_linklist_init_anchor(&l->connections);
    bound_sending(fd, service->settings);
    l->socket = h2o_evloop_socket_create(service->http.loop, dup(fd), H2O_SOCKET_FLAG_DONT_READ);
    l->socket->data = l;
    h2o_socket_read_start(l->socket, on_accept);
    return l;
}

/*
 * An idle connection has nothing in its buffer, and then only the reading side is closed: what has arrived
 * meanwhile is still read and answered.
 */
void listener_let_idle_go(struct listener *l)
{
    for (h2o_linklist_t *at = l->connections.next; at != &l->connections; at = at->next) {
        struct connection *c = H2O_STRUCT_FROM_MEMBER(struct connection, link, at);

        if (c->socket->input->size == 0)
            shutdown(h2o_socket_get_fd(c->socket), SHUT_RD);
    }
}

/* Says why before the connection ends: h2o would close without a word. */
static void refuse_sender(struct connection *c, enum fault fault)
{
    char head[512];
    h2o_mem_pool_t pool;
    h2o_iovec_t body;
    int fd = h2o_socket_get_fd(c->socket);

    h2o_mem_init_pool(&pool);
    body = problem_document(&pool, fault, NULL, NULL, NULL, NO_EXCHANGE);
    int length = snprintf(head, sizeof(head),
                          "HTTP/1.1 %d Refused\r\nConnection: close\r\nCache-Control: no-store\r\n"
                          "X-Content-Type-Options: nosniff\r\nContent-Type: application/problem+json\r\n"
                          "Content-Length: %zu\r\n\r\n",
                          fault_status(fault), body.len);
    if (send(fd, head, (size_t)length, MSG_NOSIGNAL | MSG_DONTWAIT | MSG_MORE) == length)
        send(fd, body.base, body.len, MSG_NOSIGNAL | MSG_DONTWAIT);
    shutdown(fd, SHUT_WR);
    h2o_mem_clear_pool(&pool);
    count(c->listener->service, answers_4xx);
    c->receive = NULL;
}

/* Of nothing that was answered in between, or is being answered, is it said that it still comes in. */
static void look_at_sender(struct connection *c, int64_t now, int64_t most)
{
    bool receiving = c->receive != NULL && c->socket->_cb.read == c->receive && c->socket->input->size != 0 &&
                     c->socket->bytes_written == c->written;

    if (!receiving)
        c->receiving_since = 0;
    else if (c->receiving_since == 0)
        c->receiving_since = now;
    else if (now - c->receiving_since >= most)
        refuse_sender(c, FAULT_TIMEOUT); /* before h2o's own limit */
}

static bool still_sends(const struct connection *c)
{
    return c->receive != NULL ? c->socket->_cb.read == c->receive : h2o_socket_is_reading(c->socket);
}

/* More than an ordinary body is kept for those doors only that take photos, and for a few at a time. Through
 * TLS nothing can be said, and whoever was told and goes on is let go. */
static void look_at_body(struct connection *c, long *large)
{
    const struct settings *s = c->listener->service->settings;
    const h2o_buffer_t *input = c->socket->input;
    const size_t ordinary = (size_t)s->body_bytes * BODY_SPARE + HEAD_MOST;
    enum fault fault = FAULT_NONE;

    if (input->size <= ordinary || !still_sends(c))
        return;
    enum large kind = routes_large(input->bytes, input->size);
    if (kind == LARGE_NOT)
        fault = FAULT_BODY_TOO_LARGE;
    else if (++large[kind] > (kind == LARGE_PHOTOS ? s->photo_senders : s->upload_photo_senders))
        fault = FAULT_BUSY;
    if (failed(fault) && c->receive != NULL)
        refuse_sender(c, fault);
    else if (failed(fault))
        shutdown(h2o_socket_get_fd(c->socket), SHUT_RDWR);
}

/* The kernel lets go whoever takes nothing; some bytes now and then are enough for it. */
static void look_at_reader(struct connection *c, int64_t now, int64_t most)
{
    if (!h2o_socket_is_writing(c->socket) || c->socket->bytes_written != c->written) {
        c->written = c->socket->bytes_written;
        c->since = now;
    } else if (now - c->since > most) {
        shutdown(h2o_socket_get_fd(c->socket), SHUT_RDWR);
    }
}

void listener_let_slow_go(struct listener *l)
{
    const struct settings *s = l->service->settings;
    const int64_t now = clock_monotonic(), second = 1000000000;
    /* These were sent, and are kept. */
    long large[LARGE_COUNT] = {
        [LARGE_PHOTOS] = l->service->photo_exchanges, [LARGE_UPLOADS] = l->service->upload_photo_exchanges};

    if (now - l->looked < second)
        return;
    l->looked = now;
    for (h2o_linklist_t *at = l->connections.next; at != &l->connections; at = at->next) {
        struct connection *c = H2O_STRUCT_FROM_MEMBER(struct connection, link, at);

        look_at_sender(c, now, (s->request_seconds - 2) * second); /* a look or two before h2o's own limit */
        look_at_body(c, large);
        look_at_reader(c, now, s->take_seconds * second);
    }
}

void listener_drain(struct listener *l)
{
    if (l->socket == NULL)
        return;
    on_accept(l->socket, NULL);
    h2o_socket_close(l->socket);
    l->socket = NULL;
}

void listener_destroy(struct listener *l)
{
    free(l);
}
