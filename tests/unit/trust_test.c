/* trust_test - the lists that a verifier carries: keys that count, and what became of certificates */
#include "certificate_world.h"

#include <stdio.h>
#include <stdlib.h>

#include <sodium.h>
#include <zlib.h>

#include "certificate/check.h"
#include "certificate/status_list.h"

enum { ROOT = 90 };

static h2o_iovec_t make_list(h2o_mem_pool_t *pool, unsigned keys)
{
    struct trust_list list = make_trust(pool, ISSUER, keys);
    uint8_t root[SEED_BYTES];
    h2o_iovec_t bytes;

    make_seed(ROOT, root);
    assert_true(trust_list_make(pool, &list, root, &bytes));
    return bytes;
}

static void a_trust_list_is_read_as_it_was_made(void **unused)
{
    struct trust_list made, list;
    uint8_t root[PUBLIC_KEY_BYTES];
    h2o_mem_pool_t pool;

    (void)unused;
    h2o_mem_init_pool(&pool);
    make_key(ROOT, root);
    made = make_trust(&pool, ISSUER, 3);
    h2o_iovec_t bytes = make_list(&pool, 3);
    assert_int_equal(trust_list_read(&pool, bytes.base, bytes.len, root, &list), TRUST_READ);
    assert_string_equal(list.issuer, ISSUER);
    assert_int_equal(list.issued_at, made.issued_at);
    assert_int_equal(list.next_update, made.next_update);
    assert_int_equal(list.key_count, 3);
    for (unsigned i = 0; i < 3; i++) {
        const struct trusted_key *key = trust_find(&list, made.keys[i].kid);

        assert_ptr_equal(key, trust_find_paper(&list, made.keys[i].paper_kid));
        assert_memory_equal(key->key, made.keys[i].key, PUBLIC_KEY_BYTES);
        assert_int_equal(key->signs_from, made.keys[i].signs_from);
        assert_int_equal(key->signs_until, made.keys[i].signs_until);
        assert_int_equal(key->trusted_until, made.keys[i].trusted_until);
        assert_int_equal(key->ended_from, 0);
    }
    assert_null(trust_find(&list, "nobody"));
    h2o_mem_clear_pool(&pool);
}

static void a_list_of_another_root_does_not_count(void **unused)
{
    struct trust_list list;
    uint8_t other[PUBLIC_KEY_BYTES];
    h2o_mem_pool_t pool;

    (void)unused;
    h2o_mem_init_pool(&pool);
    make_key(ROOT + 1, other);
    h2o_iovec_t bytes = make_list(&pool, 2);
    assert_int_equal(trust_list_read(&pool, bytes.base, bytes.len, other, &list), TRUST_OTHER_ROOT);
    assert_int_equal(trust_list_read(&pool, bytes.base, bytes.len, NULL, &list), TRUST_READ);
    h2o_mem_clear_pool(&pool);
}

static void no_flipped_bit_of_a_trust_list_is_read(void **unused)
{
    struct trust_list list;
    uint8_t root[PUBLIC_KEY_BYTES];
    h2o_mem_pool_t pool;

    (void)unused;
    h2o_mem_init_pool(&pool);
    make_key(ROOT, root);
    h2o_iovec_t bytes = make_list(&pool, 1);
    for (size_t i = 0; i < bytes.len; i++)
        for (int bit = 0; bit < 8; bit++) {
            h2o_mem_pool_t scratch;

            h2o_mem_init_pool(&scratch);
            bytes.base[i] ^= (char)(1 << bit);
            if (trust_list_read(&scratch, bytes.base, bytes.len, root, &list) == TRUST_READ)
                fail_msg("bit %d of byte %zu", bit, i);
            bytes.base[i] ^= (char)(1 << bit);
            h2o_mem_clear_pool(&scratch);
        }
    h2o_mem_clear_pool(&pool);
}

static void a_key_stands_in_it_once_and_in_order(void **unused)
{
    struct trust_list list = {.issuer = ISSUER}, read;
    struct trusted_key keys[2] = {
        {.signs_from = 1, .signs_until = 5, .trusted_until = 9}
    };
    uint8_t root[SEED_BYTES];
    h2o_iovec_t bytes;
    h2o_mem_pool_t pool;

    (void)unused;
    h2o_mem_init_pool(&pool);
    make_seed(ROOT, root);
    make_key(1, keys[0].key);
    keys[1] = keys[0];
    list.keys = keys;
    list.key_count = 2;
    assert_true(trust_list_make(&pool, &list, root, &bytes));
    assert_int_equal(trust_list_read(&pool, bytes.base, bytes.len, NULL, &read), TRUST_UNREADABLE);
    list.key_count = 1;
    assert_true(trust_list_make(&pool, &list, root, &bytes));
    assert_int_equal(trust_list_read(&pool, bytes.base, bytes.len, NULL, &read), TRUST_READ);
    keys[0].signs_until = 1;
    assert_true(trust_list_make(&pool, &list, root, &bytes));
    assert_int_equal(trust_list_read(&pool, bytes.base, bytes.len, NULL, &read), TRUST_UNREADABLE);
    list.key_count = TRUST_KEYS_MOST + 1;
    assert_false(trust_list_make(&pool, &list, root, &bytes));
    h2o_mem_clear_pool(&pool);
}

static void bits_are_where_the_standard_puts_them(void **unused)
{
    uint8_t bits[2] = {0};

    (void)unused;
    status_put(bits, 0, STATUS_WITHDRAWN);
    status_put(bits, 3, STATUS_SUPERSEDED);
    status_put(bits, 5, STATUS_RESERVED);
    assert_int_equal(bits[0], 0x81);
    assert_int_equal(bits[1], 0x30);
    assert_int_equal(status_get(bits, 0), STATUS_WITHDRAWN);
    assert_int_equal(status_get(bits, 1), STATUS_VALID);
    assert_int_equal(status_get(bits, 3), STATUS_SUPERSEDED);
    status_put(bits, 0, STATUS_SUPERSEDED);
    assert_int_equal(status_get(bits, 0), STATUS_SUPERSEDED);
}

static h2o_iovec_t make_status(h2o_mem_pool_t *pool, uint8_t *bits, unsigned key)
{
    struct status_list list = {ISSUER, ISSUED_AT, ISSUED_AT + STATUS_VALID_SECONDS, bits,
                               STATUS_ENTRIES_LEAST};
    uint8_t seed[SEED_BYTES];
    h2o_iovec_t bytes;

    for (unsigned i = 0; i < STATUS_ENTRIES_LEAST; i += 977)
        status_put(bits, i, (enum certificate_status)(i % 3));
    make_seed(key, seed);
    assert_true(status_list_make(pool, &list, seed, &bytes));
    return bytes;
}

static void a_status_list_is_read_as_it_was_made(void **unused)
{
    static uint8_t bits[STATUS_ENTRIES_LEAST / STATUS_PER_BYTE];
    struct status_list list;
    struct trust_list trust;
    struct proof proof;
    h2o_mem_pool_t pool;

    (void)unused;
    h2o_mem_init_pool(&pool);
    trust = make_trust(&pool, ISSUER, 1);
    h2o_iovec_t bytes = make_status(&pool, bits, 0);
    assert_true(status_list_read(&pool, bytes.base, bytes.len, &list, &proof));
    assert_true(check_status_list(&trust, &list, &proof));
    assert_int_equal(list.entries, STATUS_ENTRIES_LEAST);
    assert_int_equal(list.made_at, ISSUED_AT);
    assert_memory_equal(list.bits, bits, sizeof(bits));
    bytes = make_status(&pool, bits, 4);
    assert_true(status_list_read(&pool, bytes.base, bytes.len, &list, &proof));
    assert_false(check_status_list(&trust, &list, &proof));
    h2o_mem_clear_pool(&pool);
}

static void no_flipped_bit_of_a_status_list_counts(void **unused)
{
    static uint8_t bits[STATUS_ENTRIES_LEAST / STATUS_PER_BYTE];
    struct trust_list trust;
    h2o_mem_pool_t pool;

    (void)unused;
    h2o_mem_init_pool(&pool);
    trust = make_trust(&pool, ISSUER, 1);
    h2o_iovec_t bytes = make_status(&pool, bits, 0);
    for (size_t i = 0; i < bytes.len; i++) {
        struct status_list list;
        struct proof proof;
        h2o_mem_pool_t scratch;

        h2o_mem_init_pool(&scratch);
        bytes.base[i] ^= (char)(1 << i % 7);
        if (status_list_read(&scratch, bytes.base, bytes.len, &list, &proof) &&
            check_status_list(&trust, &list, &proof))
            fail_msg("bit %zu of byte %zu", i % 7, i);
        bytes.base[i] ^= (char)(1 << i % 7);
        h2o_mem_clear_pool(&scratch);
    }
    h2o_mem_clear_pool(&pool);
}

/* Little that unpacks to much ends where the bound is. */
static void a_list_that_unpacks_without_end_is_refused(void **unused)
{
    enum { ROOM = 64 * 1024, ZEROS = STATUS_ENTRIES_MOST / STATUS_PER_BYTE + 1 };
    uint8_t *zeros = calloc(ZEROS, 1), *packed = malloc(ROOM);
    z_stream z = {.next_in = zeros, .avail_in = ZEROS, .next_out = packed, .avail_out = ROOM};
    char *encoded = malloc(2 * ROOM), *text = malloc(3 * ROOM), did[DID_TEXT];
    struct status_list list;
    struct proof proof;
    uint8_t seed[SEED_BYTES];
    h2o_mem_pool_t pool;

    (void)unused;
    h2o_mem_init_pool(&pool);
    assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 31, 9, Z_DEFAULT_STRATEGY), Z_OK);
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    deflateEnd(&z);
    sodium_bin2base64(encoded, 2 * ROOM, packed, ROOM - z.avail_out,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    snprintf(
        text, 3 * ROOM,
        "{\"@context\":[\"https://www.w3.org/ns/credentials/v2\"],\"id\":\"https://%s/certificates/status\","
        "\"type\":[\"VerifiableCredential\",\"BitstringStatusListCredential\"],\"issuer\":\"%s\","
        "\"validFrom\":\"2026-11-24T06:00:00Z\",\"validUntil\":\"2026-11-25T06:00:00Z\","
        "\"credentialSubject\":"
        "{\"id\":\"https://%s/certificates/status#list\",\"type\":\"BitstringStatusList\",\"statusPurpose\":"
        "\"message\",\"ttl\":900000,\"encodedList\":\"u%s\"}}",
        ISSUER, did_of(ISSUER, did), ISSUER, encoded);
    json_t *document = json_loads(text, 0, NULL);
    make_seed(0, seed);
    assert_true(proof_add(document, ISSUER, ISSUED_AT, seed));
    char *dumped = json_dumps(document, JSON_COMPACT);
    assert_false(status_list_read(&pool, dumped, strlen(dumped), &list, &proof));
    free(dumped);
    json_decref(document);
    free(zeros);
    free(packed);
    free(encoded);
    free(text);
    h2o_mem_clear_pool(&pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_trust_list_is_read_as_it_was_made),
        cmocka_unit_test(a_list_of_another_root_does_not_count),
        cmocka_unit_test(no_flipped_bit_of_a_trust_list_is_read),
        cmocka_unit_test(a_key_stands_in_it_once_and_in_order),
        cmocka_unit_test(bits_are_where_the_standard_puts_them),
        cmocka_unit_test(a_status_list_is_read_as_it_was_made),
        cmocka_unit_test(no_flipped_bit_of_a_status_list_counts),
        cmocka_unit_test(a_list_that_unpacks_without_end_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
