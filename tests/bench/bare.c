/*
 * bare - h2o and nothing else: one thread that answers every request with the same bytes
 *
 * usage: bare PORT BODY-FILE [FIELD VALUE]...
 *
 * The yardstick of the bench: what a look-up would cost if nobody had to be known, counted or remembered, and
 * the answer were always at hand. Gets the header fields of a real answer, so that as many bytes leave.
 */
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <h2o.h>

enum { MOST_FIELDS = 32, MOST_BODY = 1 << 20 };

static h2o_header_t fields[MOST_FIELDS];
static h2o_iovec_t names[MOST_FIELDS], body;
static size_t field_count;
static h2o_accept_ctx_t accepting;

static int answer(h2o_handler_t *handler, h2o_req_t *req)
{
    static h2o_generator_t nothing_more = {NULL, NULL};

    (void)handler;
    req->res.status = 200;
    req->res.reason = "OK";
    req->res.content_length = body.len;
    h2o_vector_reserve(&req->pool, &req->res.headers, field_count);
    memcpy(req->res.headers.entries, fields, field_count * sizeof(fields[0]));
    req->res.headers.size = field_count;
    h2o_start_response(req, &nothing_more);
    h2o_send(req, &body, 1, H2O_SEND_STATE_FINAL);
    return 0;
}

static void on_accept(h2o_socket_t *listening, const char *error)
{
    h2o_socket_t *socket;

    while (error == NULL && (socket = h2o_evloop_socket_accept(listening)) != NULL)
        h2o_accept(&accepting, socket);
}

static int listen_at(int port)
{
    struct sockaddr_in at = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;

    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    if (bind(fd, (struct sockaddr *)&at, sizeof(at)) != 0 || listen(fd, 1024) != 0) {
        perror("bare");
        exit(1);
    }
    return fd;
}

static void read_body(const char *path)
{
    static char bytes[MOST_BODY];
    FILE *file = fopen(path, "re");

    if (file == NULL) {
        perror(path);
        exit(1);
    }
    body = h2o_iovec_init(bytes, fread(bytes, 1, sizeof(bytes), file));
    fclose(file);
}

int main(int argc, char *argv[])
{
    h2o_globalconf_t config;
    h2o_context_t context;

    if (argc < 3 || argc > 3 + 2 * MOST_FIELDS)
        return 2;
    signal(SIGPIPE, SIG_IGN);
    read_body(argv[2]);
    for (int i = 3; i + 1 < argc; i += 2, field_count++) {
        names[field_count] = h2o_iovec_init(argv[i], strlen(argv[i]));
        fields[field_count] =
            (h2o_header_t){&names[field_count], NULL, h2o_iovec_init(argv[i + 1], strlen(argv[i + 1]))};
    }
    h2o_config_init(&config);
    config.server_name = h2o_iovec_init("", 0);
    config.http1.upgrade_to_http2 = 0;
    h2o_hostconf_t *host = h2o_config_register_host(&config, h2o_iovec_init(H2O_STRLIT("default")), 65535);
    h2o_create_handler(h2o_config_register_path(host, "/", 0), sizeof(h2o_handler_t))->on_req = answer;
    h2o_context_init(&context, h2o_evloop_create(), &config);
    accepting = (h2o_accept_ctx_t){.ctx = &context, .hosts = config.hosts};
    h2o_socket_t *listening =
        h2o_evloop_socket_create(context.loop, listen_at(atoi(argv[1])), H2O_SOCKET_FLAG_DONT_READ);
    h2o_socket_read_start(listening, on_accept);
    while (h2o_evloop_run(context.loop, 1000) == 0)
        ;
    return 1;
}
