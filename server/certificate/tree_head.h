/*
 * tree_head - the head of the log of issued certificates, signed, and the proof that one is in it
 *
 * {"type": "ChedangTreeHead", "issuer", "kid", "size", "root", "timestamp", "signature"} (proof.h). The
 * envelope of a certificate is {"credential": {...}, "inclusion": {"size", "index", "path": [...], "head":
 * {...}}}.
 */
#pragma once

#include <h2o/memory.h>
#include <jansson.h>

#include "certificate/merkle.h"
#include "core/public_key.h"

struct tree_head {
    const char *issuer;
    uint64_t size;
    struct merkle_hash root;
    int64_t timestamp; /* seconds since 1970 */
    char kid[THUMBPRINT_TEXT];
};

/* Canonical JSON from `pool`; the kid follows from the seed. */
bool tree_head_make(h2o_mem_pool_t *pool, const struct tree_head *head, const uint8_t *seed,
                    h2o_iovec_t *bytes);

/* False for what tree_head_make() does not make. Nothing is proven yet. */
bool tree_head_read(h2o_mem_pool_t *pool, const json_t *object, struct tree_head *head);
bool tree_head_holds(const json_t *object, const uint8_t key[PUBLIC_KEY_BYTES]);

struct inclusion {
    uint64_t index;
    struct merkle_path path;
    struct tree_head head;
    const json_t *head_object; /* the caller's document's */
};

/* The envelope: the credential's and the head's canonical JSON, and the path between. Text from `pool`. */
h2o_iovec_t envelope_make(h2o_mem_pool_t *pool, h2o_iovec_t credential, h2o_iovec_t head, uint64_t size,
                          uint64_t index, const struct merkle_path *path);

/* Of the member "inclusion" of an envelope. */
bool inclusion_read(h2o_mem_pool_t *pool, const json_t *object, struct inclusion *inclusion);
/* Whether the head's tree has this leaf there; the head itself is another matter. */
bool inclusion_holds(const struct inclusion *inclusion, const struct merkle_hash *leaf);
