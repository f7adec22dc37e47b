#include "certificate/merkle.h"

#include <string.h>

#include <sodium.h>

static struct merkle_hash node(const struct merkle_hash *left, const struct merkle_hash *right)
{
    static const uint8_t prefix = 1;
    crypto_hash_sha256_state state;
    struct merkle_hash hash;

    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, &prefix, 1);
    crypto_hash_sha256_update(&state, left->bytes, MERKLE_HASH_BYTES);
    crypto_hash_sha256_update(&state, right->bytes, MERKLE_HASH_BYTES);
    crypto_hash_sha256_final(&state, hash.bytes);
    return hash;
}

struct merkle_hash merkle_leaf(const void *bytes, size_t length)
{
    static const uint8_t prefix = 0;
    crypto_hash_sha256_state state;
    struct merkle_hash hash;

    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, &prefix, 1);
    crypto_hash_sha256_update(&state, bytes, length);
    crypto_hash_sha256_final(&state, hash.bytes);
    return hash;
}

/* The largest power of two below `count`, which is two at least. */
static size_t split(size_t count)
{
    size_t left = 1;

    while (left * 2 < count)
        left *= 2;
    return left;
}

void merkle_edge_add(struct merkle_edge *edge, const struct merkle_hash *leaf)
{
    struct merkle_hash hash = *leaf;
    int heads = __builtin_popcountll(edge->size);

    for (uint64_t size = edge->size; size & 1; size >>= 1)
        hash = node(&edge->hash[--heads], &hash);
    edge->hash[heads] = hash;
    edge->size++;
}

struct merkle_hash merkle_edge_root(const struct merkle_edge *edge)
{
    int heads = __builtin_popcountll(edge->size);
    struct merkle_hash root;

    if (heads == 0) {
        crypto_hash_sha256(root.bytes, NULL, 0);
        return root;
    }
    root = edge->hash[--heads];
    while (heads > 0)
        root = node(&edge->hash[--heads], &root);
    return root;
}

struct merkle_hash merkle_root(const struct merkle_hash *leaves, size_t count)
{
    struct merkle_edge edge = {0};

    for (size_t i = 0; i < count; i++)
        merkle_edge_add(&edge, &leaves[i]);
    return merkle_edge_root(&edge);
}

static void put(struct merkle_path *path, struct merkle_hash hash)
{
    path->hash[path->length++] = hash;
}

/* The siblings from the leaf upwards: RFC 9162, 2.1.3.1, written from the root downwards and turned round. */
void merkle_inclusion(const struct merkle_hash *leaves, size_t size, size_t index, struct merkle_path *path)
{
    struct merkle_path down = {.length = 0};

    while (size > 1) {
        size_t left = split(size);

        if (index < left) {
            put(&down, merkle_root(leaves + left, size - left));
            size = left;
        } else {
            put(&down, merkle_root(leaves, left));
            leaves += left;
            index -= left;
            size -= left;
        }
    }
    path->length = 0;
    while (down.length > 0)
        put(path, down.hash[--down.length]);
}

/* Likewise 2.1.4.1. The old tree's own head is left out of the proof while it is a whole part of the new one.
 */
void merkle_consistency(const struct merkle_hash *leaves, size_t from, size_t size, struct merkle_path *path)
{
    struct merkle_path down = {.length = 0};
    bool whole = true;

    while (from < size) {
        size_t left = split(size);

        if (from <= left) {
            put(&down, merkle_root(leaves + left, size - left));
            size = left;
        } else {
            put(&down, merkle_root(leaves, left));
            leaves += left;
            from -= left;
            size -= left;
            whole = false;
        }
    }
    path->length = 0;
    if (!whole)
        put(path, merkle_root(leaves, size));
    while (down.length > 0)
        put(path, down.hash[--down.length]);
}

/* 2.1.3.2 */
bool merkle_inclusion_holds(const struct merkle_hash *leaf, uint64_t index, uint64_t size,
                            const struct merkle_path *path, const struct merkle_hash *root)
{
    struct merkle_hash hash = *leaf;
    uint64_t at = index, last = size - 1;

    if (index >= size)
        return false;
    for (size_t i = 0; i < path->length; i++) {
        if (last == 0)
            return false;
        if ((at & 1) || at == last) {
            hash = node(&path->hash[i], &hash);
            while (!(at & 1) && at != 0) {
                at >>= 1;
                last >>= 1;
            }
        } else {
            hash = node(&hash, &path->hash[i]);
        }
        at >>= 1;
        last >>= 1;
    }
    return last == 0 && memcmp(hash.bytes, root->bytes, MERKLE_HASH_BYTES) == 0;
}

static bool same(const struct merkle_hash *a, const struct merkle_hash *b)
{
    return memcmp(a->bytes, b->bytes, MERKLE_HASH_BYTES) == 0;
}

/* 2.1.4.2 */
bool merkle_consistency_holds(uint64_t from, uint64_t size, const struct merkle_hash *root_before,
                              const struct merkle_hash *root, const struct merkle_path *path)
{
    uint64_t at = from - 1, last = size - 1;
    bool power = from != 0 && (from & (from - 1)) == 0;
    size_t next = power ? 0 : 1;
    struct merkle_hash before, after;

    if (from == 0 || from > size)
        return false;
    if (from == size)
        return path->length == 0 && same(root_before, root);
    if (path->length == 0)
        return false;
    before = after = power ? *root_before : path->hash[0];
    for (; at & 1; at >>= 1)
        last >>= 1;
    for (; next < path->length; next++) {
        if (last == 0)
            return false;
        if ((at & 1) || at == last) {
            before = node(&path->hash[next], &before);
            after = node(&path->hash[next], &after);
            while (!(at & 1) && at != 0) {
                at >>= 1;
                last >>= 1;
            }
        } else {
            after = node(&after, &path->hash[next]);
        }
        at >>= 1;
        last >>= 1;
    }
    return last == 0 && same(&before, root_before) && same(&after, root);
}

const char *merkle_hex(const struct merkle_hash *hash, char text[MERKLE_HASH_HEX])
{
    return sodium_bin2hex(text, MERKLE_HASH_HEX, hash->bytes, MERKLE_HASH_BYTES);
}

bool merkle_hex_read(const char *text, struct merkle_hash *hash)
{
    size_t got = 0;

    return strlen(text) == MERKLE_HASH_HEX - 1 && strspn(text, "0123456789abcdef") == MERKLE_HASH_HEX - 1 &&
           sodium_hex2bin(hash->bytes, MERKLE_HASH_BYTES, text, MERKLE_HASH_HEX - 1, NULL, &got, NULL) == 0 &&
           got == MERKLE_HASH_BYTES;
}
