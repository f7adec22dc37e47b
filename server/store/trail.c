#include "store/trail.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include "core/offload.h"
#include "core/service.h"
#include "core/settings.h"

enum { HEAD_BYTES = 4096, MOST_SPOOLS = 256 };
#define MAGIC "chd-trl1"

/* The first page of the file. Counters only grow; an entry's slot is its number modulo `slots`. */
struct spool {
    char magic[8];
    uint8_t name[16];
    uint64_t slots;
    _Atomic uint64_t written; /* by the loop */
    _Atomic uint64_t drained; /* by the drain */
};

struct trail {
    int fd;
    size_t bytes;
    struct spool *spool;
    struct trail_line *line;
};

_Static_assert(sizeof(struct spool) <= HEAD_BYTES, "one page");

static bool map(struct trail *t, uint64_t slots)
{
    t->bytes = HEAD_BYTES + slots * sizeof(struct trail_line);
    if (posix_fallocate(t->fd, 0, (off_t)t->bytes) != 0) /* not ftruncate: a full disk must be met here */
        return false;
    void *at = mmap(NULL, t->bytes, PROT_READ | PROT_WRITE, MAP_SHARED, t->fd, 0);
    if (at == MAP_FAILED)
        return false;
    t->spool = at;
    t->line = (void *)((char *)at + HEAD_BYTES);
    return true;
}

/* A file of another size or without our mark is new, or was left half-made: it holds nothing. */
static bool adopt(struct trail *t, uint64_t slots)
{
    struct spool head = {.slots = 0};
    struct stat about;
    bool known = fstat(t->fd, &about) == 0 && pread(t->fd, &head, sizeof(head), 0) == (ssize_t)sizeof(head) &&
                 memcmp(head.magic, MAGIC, sizeof(head.magic)) == 0 && head.slots != 0 &&
                 (uint64_t)about.st_size == HEAD_BYTES + head.slots * sizeof(struct trail_line);

    if (!map(t, known ? head.slots : slots))
        return false;
    if (known)
        return true;
    memset(t->spool, 0, sizeof(*t->spool));
    randombytes_buf(t->spool->name, sizeof(t->spool->name));
    t->spool->slots = slots;
    if (fsync(t->fd) != 0)
        return false;
    memcpy(t->spool->magic, MAGIC, sizeof(t->spool->magic));
    return true;
}

static int open_free_file(const char *folder)
{
    char path[4096];

    for (int i = 0; i < MOST_SPOOLS; i++) {
        snprintf(path, sizeof(path), "%s/trail-%d.spool", folder, i);
        int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        if (fd < 0)
            return -1;
        if (flock(fd, LOCK_EX | LOCK_NB) == 0)
            return fd;
        close(fd);
    }
    errno = EBUSY;
    return -1;
}

struct trail *trail_open(const struct settings *settings, char *complaint, size_t size)
{
    struct trail *t = calloc(1, sizeof(*t));

    if (t == NULL)
        abort();
    if ((mkdir(settings->spool, 0700) != 0 && errno != EEXIST) ||
        (t->fd = open_free_file(settings->spool)) < 0) {
        snprintf(complaint, size, "The spool folder cannot be used: %s.", strerror(errno));
        free(t);
        return NULL;
    }
    if (adopt(t, (uint64_t)settings->spool_entries))
        return t;
    snprintf(complaint, size, "The spool cannot be made: is there room on the disk?");
    close(t->fd);
    free(t);
    return NULL;
}

void trail_close(struct trail *t)
{
    munmap(t->spool, t->bytes);
    close(t->fd);
    free(t);
}

enum fault trail_write(struct service *service, const struct trail_line *line)
{
    struct spool *s = service->trail->spool;
    uint64_t entry = atomic_load_explicit(&s->written, memory_order_relaxed);

    if (entry - atomic_load_explicit(&s->drained, memory_order_acquire) >= s->slots) {
        count(service, trail_full);
        return FAULT_BUSY;
    }
    service->trail->line[entry % s->slots] = *line;
    atomic_store_explicit(&s->written, entry + 1, memory_order_release);
    count(service, trail_lines);
    return FAULT_NONE;
}

static void flush(void *state)
{
    int *fd = state;

    *fd = fdatasync(*fd);
}

struct flushing {
    int fd; /* then the outcome */
    continuation *resume;
    void *state;
};

static void flush_on_done(void *state, const struct answer *answer)
{
    struct flushing *f = state;
    enum fault fault = failed(answer->fault) || f->fd != 0 ? FAULT_BUSY : FAULT_NONE;

    f->resume(f->state, &(struct answer){.fault = fault});
}

void trail_flush(struct exchange *x, continuation *resume, void *state)
{
    struct flushing *f = exchange_new(x, struct flushing);

    *f = (struct flushing){x->service->trail->fd, resume, state};
    offload_run(x, x->service->flush_offload, flush, flush_on_done, f);
}

const uint8_t *trail_name(const struct trail *t)
{
    return t->spool->name;
}

void trail_range(const struct trail *t, uint64_t *first, uint64_t *end)
{
    *end = atomic_load_explicit(&t->spool->written, memory_order_acquire);
    *first = atomic_load_explicit(&t->spool->drained, memory_order_relaxed);
}

const struct trail_line *trail_at(const struct trail *t, uint64_t entry)
{
    return &t->line[entry % t->spool->slots];
}

void trail_drained(struct trail *t, uint64_t next)
{
    atomic_store_explicit(&t->spool->drained, next, memory_order_release);
}
