#include "core/zip.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <archive.h>
#include <archive_entry.h>

#include "core/growing.h"

enum { FILE_MODE = 0644 };

struct zip {
    struct archive *archive;
    struct growing written;
};

static la_ssize_t keep(struct archive *archive, void *data, const void *bytes, size_t length)
{
    struct zip *z = data;

    if (!growing_add(&z->written, bytes, length)) {
        archive_set_error(archive, -1, "no memory");
        return -1;
    }
    return (la_ssize_t)length;
}

struct zip *zip_begin(void)
{
    struct zip *z = calloc(1, sizeof(*z));

    if (z == NULL)
        return NULL;
    z->archive = archive_write_new();
    if (z->archive != NULL && archive_write_set_format_zip(z->archive) == ARCHIVE_OK &&
        archive_write_zip_set_compression_store(z->archive) == ARCHIVE_OK &&
        archive_write_set_bytes_per_block(z->archive, 0) == ARCHIVE_OK &&
        archive_write_open(z->archive, z, NULL, keep, NULL) == ARCHIVE_OK)
        return z;
    zip_destroy(z);
    return NULL;
}

void zip_destroy(struct zip *z)
{
    if (z == NULL)
        return;
    archive_write_free(z->archive);
    free(z->written.bytes);
    free(z);
}

bool zip_add(struct zip *z, const char *name, h2o_iovec_t bytes, int64_t at)
{
    struct archive_entry *entry = archive_entry_new();
    bool good;

    if (entry == NULL)
        return false;
    archive_entry_set_pathname(entry, name);
    archive_entry_set_size(entry, (la_int64_t)bytes.len);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, FILE_MODE);
    archive_entry_set_mtime(entry, (time_t)at, 0);
    good = archive_write_header(z->archive, entry) == ARCHIVE_OK &&
           archive_write_data(z->archive, bytes.base, bytes.len) == (la_ssize_t)bytes.len &&
           archive_write_finish_entry(z->archive) == ARCHIVE_OK;
    archive_entry_free(entry);
    return good;
}

bool zip_end(struct zip *z)
{
    return archive_write_close(z->archive) == ARCHIVE_OK;
}

h2o_iovec_t zip_take(struct zip *z, h2o_mem_pool_t *pool)
{
    h2o_iovec_t taken = h2o_iovec_init(h2o_mem_alloc_pool(pool, z->written.length + 1), z->written.length);

    if (z->written.length != 0)
        memcpy(taken.base, z->written.bytes, z->written.length);
    z->written.length = 0;
    return taken;
}
