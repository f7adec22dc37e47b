#include "commands/key_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <h2o.h>

enum { FILE_MOST = 1 << 20, PATH_MOST = 4096 };

h2o_iovec_t key_file_read(h2o_mem_pool_t *pool, const char *path)
{
    h2o_iovec_t bytes = {h2o_mem_alloc_pool(pool, FILE_MOST + 1), 0};
    FILE *file = fopen(path, "rbe");
    bool good = file != NULL;

    if (good) {
        bytes.len = fread(bytes.base, 1, FILE_MOST + 1, file);
        good = ferror(file) == 0;
        fclose(file);
    }
    if (!good || bytes.len > FILE_MOST) {
        fprintf(stderr, "chedang key: %s: %s.\n", path, good ? "too large" : strerror(errno));
        return (h2o_iovec_t){NULL, 0};
    }
    while (bytes.len > 0 && (bytes.base[bytes.len - 1] == '\n' || bytes.base[bytes.len - 1] == '\r'))
        bytes.len--;
    return bytes;
}

static bool write_all(const char *path, h2o_iovec_t bytes)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    bool good = fd >= 0 && write(fd, bytes.base, bytes.len) == (ssize_t)bytes.len &&
                write(fd, "\n", 1) == 1 && fsync(fd) == 0;

    return (fd < 0 || close(fd) == 0) && good;
}

bool key_file_write(const char *path, h2o_iovec_t bytes)
{
    char beside[PATH_MOST];
    int length = snprintf(beside, sizeof(beside), "%s.new", path);
    bool good = length > 0 && (size_t)length < sizeof(beside) && write_all(beside, bytes) &&
                rename(beside, path) == 0;

    if (!good)
        fprintf(stderr, "chedang key: %s cannot be written: %s.\n", path, strerror(errno));
    return good;
}
