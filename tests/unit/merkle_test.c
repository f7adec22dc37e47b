/* merkle_test - the log's tree against the reference vectors of Certificate Transparency, and against itself
 */
#include "testing.h"

#include <openssl/evp.h>
#include <sodium.h>

#include "certificate/merkle.h"

static const char *const inputs[] = {
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"};
static const char *const roots[] = {
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
};

struct proof_vector {
    size_t at, size; /* a leaf's place, or the smaller size */
    const char *path[4];
};

static const struct proof_vector inclusions[] = {
    {0,
     8,    {"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}},
    {5,
     8,    {"bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
      "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}},
    {2, 3, {"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"} },
    {1,
     5,    {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"}},
};
static const struct proof_vector consistencies[] = {
    {1, 1, {NULL}                                                               },
    {1,
     8,    {"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}},
    {6,
     8,    {"0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
      "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}},
    {2,
     5,    {"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"}},
};

enum { REFERENCE = 8, MANY = 70 };

static void reference_leaves(struct merkle_hash leaves[REFERENCE])
{
    for (int i = 0; i < REFERENCE; i++) {
        uint8_t bytes[16];
        size_t length = 0;

        sodium_hex2bin(bytes, sizeof(bytes), inputs[i], strlen(inputs[i]), NULL, &length, NULL);
        leaves[i] = merkle_leaf(bytes, length);
    }
}

static void assert_path(const struct merkle_path *path, const char *const wanted[4])
{
    size_t count = 0;
    char hex[MERKLE_HASH_HEX];

    while (count < 4 && wanted[count] != NULL)
        count++;
    assert_int_equal(path->length, count);
    for (size_t i = 0; i < count; i++)
        assert_string_equal(merkle_hex(&path->hash[i], hex), wanted[i]);
}

static void heads_and_proofs_are_those_of_the_reference(void **unused)
{
    struct merkle_hash leaves[REFERENCE], root, before;
    struct merkle_path path;
    char hex[MERKLE_HASH_HEX];

    (void)unused;
    reference_leaves(leaves);
    for (size_t size = 0; size <= REFERENCE; size++) {
        root = merkle_root(leaves, size);
        assert_string_equal(merkle_hex(&root, hex), roots[size]);
    }
    for (size_t i = 0; i < COUNT(inclusions); i++) {
        const struct proof_vector *v = &inclusions[i];

        merkle_inclusion(leaves, v->size, v->at, &path);
        assert_path(&path, v->path);
        root = merkle_root(leaves, v->size);
        assert_true(merkle_inclusion_holds(&leaves[v->at], v->at, v->size, &path, &root));
    }
    for (size_t i = 0; i < COUNT(consistencies); i++) {
        const struct proof_vector *v = &consistencies[i];

        merkle_consistency(leaves, v->at, v->size, &path);
        assert_path(&path, v->path);
        before = merkle_root(leaves, v->at);
        root = merkle_root(leaves, v->size);
        assert_true(merkle_consistency_holds(v->at, v->size, &before, &root, &path));
    }
}

/* RFC 9162, 2.1.1, as it stands there, with OpenSSL's SHA-256. */
static struct merkle_hash plain_root(const struct merkle_hash *leaves, size_t count)
{
    struct merkle_hash hash;
    uint8_t both[1 + 2 * MERKLE_HASH_BYTES] = {1};
    size_t left = 1;
    unsigned length;

    if (count == 1)
        return leaves[0];
    while (left * 2 < count)
        left *= 2;
    hash = plain_root(leaves, left);
    memcpy(both + 1, hash.bytes, MERKLE_HASH_BYTES);
    hash = plain_root(leaves + left, count - left);
    memcpy(both + 1 + MERKLE_HASH_BYTES, hash.bytes, MERKLE_HASH_BYTES);
    EVP_Digest(both, sizeof(both), hash.bytes, &length, EVP_sha256(), NULL);
    return hash;
}

static void make_many(struct merkle_hash leaves[MANY])
{
    for (uint8_t i = 0; i < MANY; i++)
        leaves[i] = merkle_leaf(&i, 1);
}

static void a_tree_that_grows_has_the_heads_of_the_plain_definition(void **unused)
{
    struct merkle_hash leaves[MANY], root, plain;
    struct merkle_edge edge = {0};

    (void)unused;
    make_many(leaves);
    for (size_t size = 1; size <= MANY; size++) {
        merkle_edge_add(&edge, &leaves[size - 1]);
        root = merkle_edge_root(&edge);
        plain = plain_root(leaves, size);
        assert_memory_equal(root.bytes, plain.bytes, MERKLE_HASH_BYTES);
    }
}

/* Each proof holds for its own leaf, place and size alone, and for its own hashes. */
static void an_inclusion_holds_for_one_place_only(void **unused)
{
    struct merkle_hash leaves[MANY];
    struct merkle_path path;

    (void)unused;
    make_many(leaves);
    for (size_t size = 1; size <= MANY; size++) {
        struct merkle_hash root = merkle_root(leaves, size);

        for (size_t index = 0; index < size; index++) {
            merkle_inclusion(leaves, size, index, &path);
            assert_true(merkle_inclusion_holds(&leaves[index], index, size, &path, &root));
            assert_false(merkle_inclusion_holds(&leaves[(index + 1) % MANY], index, size, &path, &root));
            assert_false(merkle_inclusion_holds(&leaves[index], size, size, &path, &root));
            if (size > 1)
                assert_false(merkle_inclusion_holds(&leaves[index], (index + 1) % size, size, &path, &root));
            if (path.length > 0) {
                path.hash[index % path.length].bytes[index % MERKLE_HASH_BYTES] ^= 1;
                assert_false(merkle_inclusion_holds(&leaves[index], index, size, &path, &root));
                path.hash[index % path.length].bytes[index % MERKLE_HASH_BYTES] ^= 1;
                path.length--;
                assert_false(merkle_inclusion_holds(&leaves[index], index, size, &path, &root));
            }
        }
    }
}

static void a_log_that_was_rewritten_has_no_consistency(void **unused)
{
    struct merkle_hash leaves[MANY], forged[MANY];
    struct merkle_path path;

    (void)unused;
    make_many(leaves);
    for (size_t from = 1; from <= MANY; from++) {
        struct merkle_hash before = merkle_root(leaves, from);

        for (size_t size = from; size <= MANY; size++) {
            struct merkle_hash root = merkle_root(leaves, size), other;

            merkle_consistency(leaves, from, size, &path);
            assert_true(merkle_consistency_holds(from, size, &before, &root, &path));
            memcpy(forged, leaves, sizeof(forged));
            forged[from - 1].bytes[0] ^= 1;
            other = merkle_root(forged, size);
            assert_false(merkle_consistency_holds(from, size, &before, &other, &path));
            merkle_consistency(forged, from, size, &path);
            assert_false(merkle_consistency_holds(from, size, &before, &other, &path));
        }
    }
    assert_false(merkle_consistency_holds(0, 3, &leaves[0], &leaves[0], &path));
    assert_false(merkle_consistency_holds(4, 3, &leaves[0], &leaves[0], &path));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(heads_and_proofs_are_those_of_the_reference),
        cmocka_unit_test(a_tree_that_grows_has_the_heads_of_the_plain_definition),
        cmocka_unit_test(an_inclusion_holds_for_one_place_only),
        cmocka_unit_test(a_log_that_was_rewritten_has_no_consistency),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
