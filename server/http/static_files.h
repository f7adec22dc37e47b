/*
 * static_files - the files of static/, read once at the start
 *
 * Pages name them with the version as the query, so a browser keeps them for good and yet never shows a page
 * with the styles of another release.
 */
#pragma once

#include <stddef.h>

#include <h2o/memory.h>

struct static_files;

struct static_file {
    char *name;
    const char *type;                 /* media type */
    h2o_iovec_t bytes, packed;        /* by gzip; empty where that makes nothing shorter */
    char etag[2 + 32 + 1];            /* strong, in its quotes (RFC 9110, 8.8.3) */
    char packed_etag[2 + 32 + 1 + 1]; /* other bytes have another one */
};

/* All regular files of HOME/static whose type is known, hidden ones left out; and of HOME/templates the words
 * of certificates, which their page needs in the browser. NULL with a sentence in `complaint`. */
struct static_files *static_files_load(const char *home, char *complaint, size_t size);
void static_files_destroy(struct static_files *files);

/* NULL for an unknown name. */
const struct static_file *static_files_find(const struct static_files *files, h2o_iovec_t name);

/* Another one whenever a byte of a file differs. */
const char *static_files_version(const struct static_files *files);
