#include "testing.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <h2o.h>
#include <sodium.h>

#include "core/bearer.h"
#include "core/keys.h"
#include "core/seal.h"
#include "http/framing.h"

static h2o_mem_pool_t pool;
static const struct keys *keys, *other_keys;

static const struct keys *new_keys(void)
{
    char path[] = "/tmp/chedang-keys.XXXXXX", complaint[256];
    const struct keys *made;

    close(mkstemp(path));
    unlink(path);
    assert_true(keys_create(path, complaint, sizeof(complaint)));
    assert_false(keys_create(path, complaint, sizeof(complaint))); /* never in place of another */
    made = keys_load(path, complaint, sizeof(complaint));
    assert_non_null(made);
    chmod(path, 0644);
    assert_null(keys_load(path, complaint, sizeof(complaint)));
    assert_non_null(strstr(complaint, "0600"));
    unlink(path);
    return made;
}

static const struct seal_place here = {"repair.detail", "row-1", 5};

static void what_is_sealed_opens_where_it_belongs(void **unused)
{
    h2o_iovec_t plain = {"hello", 5}, sealed = seal(&pool, keys, KEY_SEAL, here, plain), opened;

    (void)unused;
    assert_true(unseal(&pool, keys, KEY_SEAL, here, sealed, &opened));
    assert_int_equal(opened.len, 5);
    assert_memory_equal(opened.base, "hello", 5);
}

static void what_is_attested_can_be_read_and_not_be_made(void **unused)
{
    h2o_iovec_t plain = {"hello", 5}, whole = attest(&pool, keys, here, plain), opened;
    const struct seal_place elsewhere = {"repair.detail", "row-2", 5};

    (void)unused;
    assert_int_equal(whole.len, 5 + ATTEST_EXTRA);
    assert_true(attested(keys, here, whole, &opened));
    assert_int_equal(opened.len, 5);
    assert_ptr_equal(opened.base, whole.base + ATTEST_EXTRA);
    assert_memory_equal(opened.base, "hello", 5);
    assert_false(attested(keys, elsewhere, whole, &opened));
    assert_false(attested(other_keys, here, whole, &opened));
    for (size_t length = 0; length < whole.len; length++)
        assert_false(attested(keys, here, h2o_iovec_init(whole.base, length), &opened));
    for (size_t i = 0; i < whole.len * 8; i++) {
        whole.base[i / 8] ^= (char)(1 << i % 8);
        assert_false(attested(keys, here, whole, &opened));
        whole.base[i / 8] ^= (char)(1 << i % 8);
    }
    assert_true(attested(keys, here, whole, &opened));
}

static void it_opens_nowhere_else(void **unused)
{
    h2o_iovec_t sealed = seal(&pool, keys, KEY_SEAL, here, h2o_iovec_init("hello", 5)), opened;
    const struct seal_place places[] = {
        {"repair.detail", "row-2", 5},
        {"vehicle.vin",   "row-1", 5},
        {"repair.detail", "row-",  4}
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(places); i++)
        assert_false(unseal(&pool, keys, KEY_SEAL, places[i], sealed, &opened));
    assert_false(unseal(&pool, keys, KEY_CACHE, here, sealed, &opened));
    assert_false(unseal(&pool, other_keys, KEY_SEAL, here, sealed, &opened));
}

static void no_changed_value_opens(void **unused)
{
    h2o_iovec_t sealed = seal(&pool, keys, KEY_SEAL, here, h2o_iovec_init("settlement 4711", 15)), opened;

    (void)unused;
    for (size_t bit = 0; bit < sealed.len * 8; bit++) {
        sealed.base[bit / 8] = (char)(sealed.base[bit / 8] ^ (1 << bit % 8));
        assert_false(unseal(&pool, keys, KEY_SEAL, here, sealed, &opened));
        sealed.base[bit / 8] = (char)(sealed.base[bit / 8] ^ (1 << bit % 8));
    }
    for (size_t length = 0; length < sealed.len; length++)
        assert_false(unseal(&pool, keys, KEY_SEAL, here, h2o_iovec_init(sealed.base, length), &opened));
}

static void facts_do_not_look_alike(void **unused)
{
    uint8_t salt[SALT_BYTES] = {1}, another[SALT_BYTES] = {2};
    struct keyed_hash a = fact_hash(keys, salt, "plate", "X1");

    (void)unused;
    assert_memory_equal(a.bytes, fact_hash(keys, salt, "plate", "X1").bytes, HASH_BYTES);
    assert_memory_not_equal(a.bytes, fact_hash(keys, another, "plate", "X1").bytes, HASH_BYTES);
    assert_memory_not_equal(a.bytes, fact_hash(keys, salt, "engine_no", "X1").bytes, HASH_BYTES);
    assert_memory_not_equal(a.bytes, fact_hash(other_keys, salt, "plate", "X1").bytes, HASH_BYTES);
    assert_memory_not_equal(blind_index(keys, KEY_PLATE, "X1", 2).bytes,
                            blind_index(keys, KEY_PHONE, "X1", 2).bytes, INDEX_BYTES);
}

#define LINE "POST / HTTP/1.1\r\n"
#define HOST "Host: x\r\n"

static const struct {
    const char *head;
    int version;
    enum fault fault;
} heads[] = {
    {LINE HOST "Content-Length: 3\r\n\r\n",                                  0x101, FAULT_NONE   },
    {LINE HOST "\r\n",                                                       0x101, FAULT_NONE   },
    {LINE "hOsT: x\r\ntransfer-encoding: chunked\r\n\r\n",                   0x101, FAULT_NONE   },
    {"\r\n" LINE HOST "\r\n",                                                0x101, FAULT_NONE   },
    {"GET / HTTP/1.0\r\n\r\n",                                               0x100, FAULT_NONE   },
    {LINE "\r\n",                                                            0x101, FAULT_FRAMING},
    {LINE HOST HOST "\r\n",                                                  0x101, FAULT_FRAMING},
    {LINE HOST "Content-Length: 3\r\nContent-Length: 3\r\n\r\n",             0x101, FAULT_FRAMING},
    {LINE HOST "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",    0x101, FAULT_FRAMING},
    {LINE HOST "Transfer-Encoding: a\r\nTransfer-Encoding: chunked\r\n\r\n", 0x101, FAULT_FRAMING},
    {"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n",                0x100, FAULT_FRAMING},
    {LINE HOST "X: a\r\n b\r\n\r\n",                                         0x101, FAULT_FRAMING},
    {LINE HOST "X : a\r\n\r\n",                                              0x101, FAULT_FRAMING},
    {LINE HOST ": a\r\n\r\n",                                                0x101, FAULT_FRAMING},
    {LINE HOST "nonsense\r\n\r\n",                                           0x101, FAULT_FRAMING},
    {LINE HOST "X: a\rb\r\n\r\n",                                            0x101, FAULT_FRAMING},
};

static void heads_are_read_in_one_way_or_refused(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < COUNT(heads); i++)
        if (framing_check_head(heads[i].head, strlen(heads[i].head), heads[i].version) != heads[i].fault)
            fail_msg("row %zu", i);
    assert_int_equal(framing_check_path("/a/b?x=%2f..", 12), FAULT_NONE);
    assert_int_equal(framing_check_path("/a%2Fb", 6), FAULT_PATH_INVALID);
    assert_int_equal(framing_check_path("/a/../b", 7), FAULT_PATH_INVALID);
    assert_int_equal(framing_check_path("a", 1), FAULT_PATH_INVALID);
}

static void a_bearer_token_is_known_as_ours_without_asking(void **unused)
{
    char token[BEARER_TEXT], changed[BEARER_TEXT];

    (void)unused;
    bearer_new(keys, token);
    assert_int_equal(strlen(token), BEARER_TEXT - 1);
    assert_true(bearer_is_ours(keys, h2o_iovec_init(token, strlen(token))));
    assert_false(bearer_is_ours(other_keys, h2o_iovec_init(token, strlen(token))));
    for (size_t i = 0; i < BEARER_TEXT - 1; i++) {
        assert_false(bearer_is_ours(keys, h2o_iovec_init(token, i)));
        memcpy(changed, token, sizeof(changed));
        changed[i] ^= 1;
        assert_false(bearer_is_ours(keys, h2o_iovec_init(changed, BEARER_TEXT - 1)));
    }
}

static int open_all(void **unused)
{
    (void)unused;
    if (sodium_init() < 0)
        return -1;
    h2o_mem_init_pool(&pool);
    keys = new_keys();
    other_keys = new_keys();
    return 0;
}

static int close_all(void **unused)
{
    (void)unused;
    h2o_mem_clear_pool(&pool);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_sealed_opens_where_it_belongs),
        cmocka_unit_test(what_is_attested_can_be_read_and_not_be_made),
        cmocka_unit_test(it_opens_nowhere_else),
        cmocka_unit_test(no_changed_value_opens),
        cmocka_unit_test(facts_do_not_look_alike),
        cmocka_unit_test(a_bearer_token_is_known_as_ours_without_asking),
        cmocka_unit_test(heads_are_read_in_one_way_or_refused),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
