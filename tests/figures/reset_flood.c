/*
 * reset_flood - sends requests and resets their connections while they are under way
 *
 *     reset_flood PORT RESETS SECONDS FILE...
 *
 * Each FILE is one whole request. Several processes hold some connections each; again and again one is picked
 * by chance, reset (a RST, no goodbye), and opened anew with one or two requests in a row, the last of
 * which may be cut anywhere. So a connection lives for zero to some milliseconds, and dies while its request
 * is read, waits for a store, or is answered. Ends when so many were reset or the time is up; says what it
 * did in one line.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PROCESSES = 2, HELD = 48, IN_A_ROW = 2, REQUESTS_MOST = 32, BYTES_MOST = 65536, LIFE_MOST_US = 30000 };

struct counts {
    atomic_long resets, whole, cut, unconnected;
};

struct request {
    char bytes[BYTES_MOST];
    size_t length;
};

struct connection {
    int fd; /* -1: none */
    double reset_at;
};

static struct request requests[REQUESTS_MOST];
static unsigned request_count;
static struct counts *counts;
static struct sockaddr_in server;

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* A small generator with a fixed seed for each process: the same flood each time. */
static uint32_t dice(uint64_t *state, uint32_t below)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*state >> 33) % below;
}

static int open_connection(void)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct linger at_once = {.l_onoff = 1, .l_linger = 0};

    if (fd < 0 || connect(fd, (struct sockaddr *)&server, sizeof(server)) != 0) {
        if (fd >= 0)
            close(fd);
        counts->unconnected++;
        usleep(1000);
        return -1;
    }
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
    fcntl(fd, F_SETFL, O_NONBLOCK);
    return fd;
}

static void send_some(int fd, uint64_t *state)
{
    for (uint32_t left = 1 + dice(state, IN_A_ROW); left > 0; left--) {
        const struct request *r = &requests[dice(state, request_count)];
        size_t length = dice(state, 8) == 0 ? dice(state, (uint32_t)r->length) : r->length;

        if (send(fd, r->bytes, length, MSG_NOSIGNAL) != (ssize_t)r->length) {
            counts->cut++;
            return;
        }
        counts->whole++;
    }
}

static bool has_answer(int fd)
{
    char first;

    return recv(fd, &first, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
}

static void renew(struct connection *c, uint64_t *state)
{
    if (c->fd >= 0) {
        close(c->fd);
        counts->resets++;
    }
    c->fd = open_connection();
    c->reset_at = now() + dice(state, LIFE_MOST_US) / 1e6;
    if (c->fd >= 0)
        send_some(c->fd, state);
}

/* Most are reset at the first sign of an answer, while the next request of the row is under way. */
static void flood(uint64_t state, long resets, double until)
{
    struct connection held[HELD];

    for (int i = 0; i < HELD; i++)
        held[i] = (struct connection){.fd = -1};
    while (counts->resets < resets && now() < until) {
        struct connection *c = &held[dice(&state, HELD)];

        if (c->fd < 0 || now() >= c->reset_at || has_answer(c->fd))
            renew(c, &state);
        else
            usleep(100);
    }
}

static void read_request(const char *path)
{
    struct request *r = &requests[request_count++];
    FILE *file = fopen(path, "rb");

    if (file == NULL || request_count == REQUESTS_MOST ||
        (r->length = fread(r->bytes, 1, BYTES_MOST, file)) == 0) {
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
        exit(2);
    }
    fclose(file);
}

int main(int argc, char **argv)
{
    double begun = now();

    if (argc < 5)
        return 2;
    server = (struct sockaddr_in){.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)atoi(argv[1])),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    for (int i = 4; i < argc; i++)
        read_request(argv[i]);
    counts = mmap(NULL, sizeof(*counts), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (counts == MAP_FAILED)
        return 2;
    for (int i = 0; i < PROCESSES; i++)
        if (fork() == 0) {
            flood((uint64_t)i + 1, atol(argv[2]), begun + atof(argv[3]));
            _exit(0);
        }
    while (wait(NULL) > 0)
        ;
    printf("resets=%ld whole=%ld cut=%ld unconnected=%ld seconds=%.0f\n", counts->resets, counts->whole,
           counts->cut, counts->unconnected, now() - begun);
    return 0;
}
