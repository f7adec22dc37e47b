/*
 * merkle - the tree of hashes of an append-only log (RFC 9162, 2.1)
 *
 * SHA-256; a leaf's hash is that of 0x00 and its bytes, a node's that of 0x01 and both hashes below. Pure, no
 * allocation.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MERKLE_HASH_BYTES = 32, MERKLE_HASH_HEX = 65, MERKLE_PATH_MOST = 64 };

struct merkle_hash {
    uint8_t bytes[MERKLE_HASH_BYTES];
};

struct merkle_path {
    struct merkle_hash hash[MERKLE_PATH_MOST];
    size_t length;
};

struct merkle_hash merkle_leaf(const void *bytes, size_t length);

/* The head of a tree with these leaves' hashes. */
struct merkle_hash merkle_root(const struct merkle_hash *leaves, size_t count);

/* A tree that grows: the heads of the whole trees that it is made of, the largest first; so a leaf more costs
 * few hashes, whatever the size. All zero is the empty one. */
struct merkle_edge {
    uint64_t size;
    struct merkle_hash hash[MERKLE_PATH_MOST];
};
void merkle_edge_add(struct merkle_edge *edge, const struct merkle_hash *leaf);
struct merkle_hash merkle_edge_root(const struct merkle_edge *edge);

/* Proofs that the tree of `size` leaves has this one at `index` < size, and begins with the `from` <= size
 * leaves that were there before (0 < from). */
void merkle_inclusion(const struct merkle_hash *leaves, size_t size, size_t index, struct merkle_path *path);
void merkle_consistency(const struct merkle_hash *leaves, size_t from, size_t size, struct merkle_path *path);

bool merkle_inclusion_holds(const struct merkle_hash *leaf, uint64_t index, uint64_t size,
                            const struct merkle_path *path, const struct merkle_hash *root);
bool merkle_consistency_holds(uint64_t from, uint64_t size, const struct merkle_hash *root_before,
                              const struct merkle_hash *root, const struct merkle_path *path);

/* Small letters; false for anything but 64 of them. */
const char *merkle_hex(const struct merkle_hash *hash, char text[MERKLE_HASH_HEX]);
bool merkle_hex_read(const char *text, struct merkle_hash *hash);
