#include "testing.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include "core/keys.h"

#define HEX "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"

static char folder[] = "/tmp/chedang-keys.XXXXXX", path[64], complaint[256];

static const struct keys *load(const char *text, mode_t mode)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

    assert_true(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text) && fchmod(fd, mode) == 0);
    close(fd);
    complaint[0] = '\0';
    return keys_load(path, complaint, sizeof(complaint));
}

/* clang-format off */
static const struct {
    const char *text;
    uint32_t id; /* 0: refused */
} files[] = {
    {"chedang-key 1 7 " HEX "\n", 7},
    {"chedang-key 1 7 " HEX, 7},
    {"chedang-key 1 4294967295 " HEX "\n", 4294967295},
    {"chedang-key 1 0 " HEX "\n", 0},
    {"chedang-key 1 4294967296 " HEX "\n", 0},
    {"chedang-key 1 4294967303 " HEX "\n", 0},
    {"chedang-key 1 -1 " HEX "\n", 0},
    {"chedang-key 1 x " HEX "\n", 0},
    {"chedang-key 2 7 " HEX "\n", 0},
    {"chedang-key 1 7 " HEX "20\n", 0},
    {"chedang-key 1 7 " HEX " 8\n", 0},
    {"chedang-key 1 7 " HEX "\n\n", 0},
    {"chedang-key 1 7 0001020304\n", 0},
    {"chedang-key 1 7 0" HEX "\n", 0},
    {"chedang-key 1 7 zz0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n", 0},
    {"chedang-key 1 7 \n", 0},
    {"chedang-key 1 7", 0},
    {"\n", 0},
    {"", 0},
};
/* clang-format on */

static void a_key_file_is_written_in_one_way(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < COUNT(files); i++) {
        const struct keys *keys = load(files[i].text, 0600);

        if ((keys != NULL) != (files[i].id != 0) || (keys != NULL && keys->id != files[i].id))
            fail_msg("row %zu: %s", i, complaint);
        if (keys == NULL)
            assert_string_equal(complaint, "This is not a key file of chedang.");
        sodium_free((void *)keys);
    }
}

static void a_key_file_that_others_may_read_is_refused(void **unused)
{
    static const mode_t open_modes[] = {0640, 0604, 0620, 0602, 0610, 0601, 0644};

    (void)unused;
    for (size_t i = 0; i < COUNT(open_modes); i++) {
        assert_null(load(files[0].text, open_modes[i]));
        assert_non_null(strstr(complaint, "0600"));
        assert_null(strstr(complaint, "0001"));
    }
    const struct keys *keys = load(files[0].text, 0400);
    assert_non_null(keys);
    sodium_free((void *)keys);
}

static void what_cannot_be_read_is_told(void **unused)
{
    (void)unused;
    assert_null(keys_load("/nowhere/at/all", complaint, sizeof(complaint)));
    assert_non_null(strstr(complaint, "cannot be opened"));
    assert_null(keys_load(folder, complaint, sizeof(complaint)));
    assert_non_null(strstr(complaint, "cannot be read"));
    assert_false(keys_create("/nowhere/at/all", complaint, sizeof(complaint)));
    assert_non_null(strstr(complaint, "cannot be made"));
}

/* The same file gives the same keys for ever, each purpose another; or nothing that is stored would open. */
static void each_purpose_has_its_own_key(void **unused)
{
    const struct keys *one = load(files[0].text, 0600), *two = load(files[0].text, 0600);
    uint8_t seal_key[KEY_BYTES], root[KEY_BYTES];

    (void)unused;
    for (size_t i = 0; i < KEY_BYTES; i++)
        root[i] = (uint8_t)i;
    crypto_kdf_derive_from_key(seal_key, KEY_BYTES, 1, "chd-seal", root);
    assert_memory_equal(one->key[KEY_SEAL], seal_key, KEY_BYTES);
    assert_memory_equal(one->key, two->key, sizeof(one->key));
    for (int i = 0; i < KEY_COUNT; i++)
        for (int j = 0; j < i; j++)
            assert_memory_not_equal(one->key[i], one->key[j], KEY_BYTES);
    sodium_free((void *)one);
    sodium_free((void *)two);
}

static void new_keys_differ_and_are_nobody_elses(void **unused)
{
    struct stat about;

    (void)unused;
    unlink(path);
    umask(0);
    assert_true(keys_create(path, complaint, sizeof(complaint)));
    assert_int_equal(stat(path, &about), 0);
    assert_int_equal(about.st_mode & 07777, 0600);
    const struct keys *one = keys_load(path, complaint, sizeof(complaint));
    unlink(path);
    assert_true(keys_create(path, complaint, sizeof(complaint)));
    const struct keys *two = keys_load(path, complaint, sizeof(complaint));
    assert_memory_not_equal(one->key[KEY_SEAL], two->key[KEY_SEAL], KEY_BYTES);
    sodium_free((void *)one);
    sodium_free((void *)two);
}

static int begin(void **unused)
{
    (void)unused;
    if (sodium_init() < 0 || mkdtemp(folder) == NULL)
        return -1;
    snprintf(path, sizeof(path), "%s/key", folder);
    return 0;
}

static int end(void **unused)
{
    (void)unused;
    unlink(path);
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_file_is_written_in_one_way),
        cmocka_unit_test(a_key_file_that_others_may_read_is_refused),
        cmocka_unit_test(what_cannot_be_read_is_told),
        cmocka_unit_test(each_purpose_has_its_own_key),
        cmocka_unit_test(new_keys_differ_and_are_nobody_elses),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
