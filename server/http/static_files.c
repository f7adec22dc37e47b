#include "http/static_files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <h2o.h>
#include <sodium.h>

#include "http/gzip.h"

enum { MOST_FILES = 64, MOST_BYTES = 1 << 20, HASH_BYTES = 16, VERSION_TEXT = 17 };

struct static_files {
    struct static_file files[MOST_FILES];
    size_t count;
    char version[VERSION_TEXT];
};

static const char *type_of(const char *name)
{
    static const struct {
        const char *suffix, *type;
    } types[] = {
        {".css",  "text/css; charset=utf-8"       },
        {".mjs",  "text/javascript; charset=utf-8"},
        {".svg",  "image/svg+xml"                 },
        {".png",  "image/png"                     },
        {".ico",  "image/x-icon"                  },
        {".txt",  "text/plain; charset=utf-8"     },
        {".json", "application/json"              },
    };
    const char *suffix = name[0] == '.' ? NULL : strrchr(name, '.');

    for (size_t i = 0; suffix != NULL && i < sizeof(types) / sizeof(types[0]); i++)
        if (strcmp(suffix, types[i].suffix) == 0)
            return types[i].type;
    return NULL;
}

/* A regular file and nothing else, whole. */
static bool read_bytes(int folder, const char *name, h2o_iovec_t *bytes)
{
    int fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    struct stat about;
    bool good = false;

    if (fd < 0)
        return false;
    if (fstat(fd, &about) == 0 && S_ISREG(about.st_mode) && about.st_size <= MOST_BYTES) {
        *bytes = h2o_iovec_init(h2o_mem_alloc((size_t)about.st_size + 1), (size_t)about.st_size);
        good = read(fd, bytes->base, bytes->len) == (ssize_t)bytes->len;
        if (!good)
            free(bytes->base);
    }
    close(fd);
    return good;
}

static void set_etag(struct static_file *file)
{
    uint8_t hash[HASH_BYTES];
    char hex[2 * HASH_BYTES + 1];

    crypto_generichash(hash, sizeof(hash), (uint8_t *)file->bytes.base, file->bytes.len, NULL, 0);
    sodium_bin2hex(hex, sizeof(hex), hash, sizeof(hash));
    snprintf(file->etag, sizeof(file->etag), "\"%s\"", hex);
    snprintf(file->packed_etag, sizeof(file->packed_etag), "\"%sz\"", hex);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct static_file *)a)->name, ((const struct static_file *)b)->name);
}

static void set_version(struct static_files *files)
{
    crypto_generichash_state state;
    uint8_t hash[HASH_BYTES];

    crypto_generichash_init(&state, NULL, 0, sizeof(hash));
    for (size_t i = 0; i < files->count; i++) {
        crypto_generichash_update(&state, (uint8_t *)files->files[i].name, strlen(files->files[i].name) + 1);
        crypto_generichash_update(&state, (uint8_t *)files->files[i].etag, sizeof(files->files[i].etag));
    }
    crypto_generichash_final(&state, hash, sizeof(hash));
    sodium_bin2hex(files->version, sizeof(files->version), hash, (VERSION_TEXT - 1) / 2);
}

static bool are_words_of_certificates(const char *name)
{
    return strncmp(name, "certificate.", 12) == 0 || strncmp(name, "verify.", 7) == 0;
}

static bool is_wanted(const char *name)
{
    return name[0] != '.';
}

static bool load_file(struct static_files *files, int folder, const char *name)
{
    struct static_file file = {.type = type_of(name)};

    if (file.type == NULL)
        return true;
    if (files->count == MOST_FILES || !read_bytes(folder, name, &file.bytes))
        return false;
    file.name = h2o_strdup(NULL, name, SIZE_MAX).base;
    file.packed = gzip_packed(NULL, file.bytes, GZIP_SMALL);
    set_etag(&file);
    files->files[files->count++] = file;
    return true;
}

static bool load_folder(struct static_files *files, const char *home, const char *name,
                        bool (*wanted)(const char *name))
{
    char path[4096];
    DIR *folder;
    bool good;

    snprintf(path, sizeof(path), "%s/%s", home, name);
    folder = opendir(path);
    if (folder == NULL)
        return false;
    good = true;
    for (const struct dirent *entry = readdir(folder); good && entry != NULL; entry = readdir(folder))
        good = !wanted(entry->d_name) || load_file(files, dirfd(folder), entry->d_name);
    closedir(folder);
    return good;
}

struct static_files *static_files_load(const char *home, char *complaint, size_t size)
{
    struct static_files *files = h2o_mem_alloc(sizeof(*files));

    files->count = 0;
    if (load_folder(files, home, "static", is_wanted) &&
        load_folder(files, home, "templates", are_words_of_certificates)) {
        qsort(files->files, files->count, sizeof(files->files[0]), by_name);
        set_version(files);
        return files;
    }
    snprintf(complaint, size,
             "%.200s/static cannot be read: at most %d plain files of 1 MiB are served from there.", home,
             MOST_FILES);
    static_files_destroy(files);
    return NULL;
}

void static_files_destroy(struct static_files *files)
{
    for (size_t i = 0; i < files->count; i++) {
        free(files->files[i].name);
        free(files->files[i].bytes.base);
        free(files->files[i].packed.base);
    }
    free(files);
}

const struct static_file *static_files_find(const struct static_files *files, h2o_iovec_t name)
{
    for (size_t i = 0; i < files->count; i++)
        if (h2o_memis(name.base, name.len, files->files[i].name, strlen(files->files[i].name)))
            return &files->files[i];
    return NULL;
}

const char *static_files_version(const struct static_files *files)
{
    return files->version;
}
