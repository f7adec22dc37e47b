#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include "commands/key.h"

enum { ROOT_FILE_BYTES = 128 };
#define ROOT_FORMAT "chedang certificate root 1 "
#define KEY_TEXT    sodium_base64_ENCODED_LEN(PUBLIC_KEY_BYTES, sodium_base64_VARIANT_URLSAFE_NO_PADDING)

/* clang-format off */
const struct command_form key_root_form = {
    "key root", "FILE",
    "Makes the root key: a file that its owner alone may read, and prints the public half, which verifiers have\n"
    "from elsewhere. The service never reads that file: keep it, and a copy, where no network is.",
    "chedang key root /media/safe/chedang-root", NULL, 0, 1, 1,
};
/* clang-format on */

static bool write_root(const char *path, const uint8_t seed[ROOT_SEED_BYTES])
{
    char hex[2 * ROOT_SEED_BYTES + 1], text[ROOT_FILE_BYTES];
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    sodium_bin2hex(hex, sizeof(hex), seed, ROOT_SEED_BYTES);
    int length = snprintf(text, sizeof(text), ROOT_FORMAT "%s\n", hex);
    bool good = fd >= 0 && write(fd, text, (size_t)length) == length && fsync(fd) == 0;
    if (!good)
        fprintf(stderr, "chedang key: the root key's file cannot be made: %s.\n", strerror(errno));
    if (fd >= 0)
        close(fd);
    sodium_memzero(hex, sizeof(hex));
    sodium_memzero(text, sizeof(text));
    return good;
}

int key_root(const struct options *options)
{
    uint8_t seed[ROOT_SEED_BYTES], public_key[PUBLIC_KEY_BYTES], secret[crypto_sign_SECRETKEYBYTES];
    char text[KEY_TEXT], kid[THUMBPRINT_TEXT];

    randombytes_buf(seed, sizeof(seed));
    crypto_sign_seed_keypair(public_key, secret, seed);
    bool written = write_root(options->operands[0], seed);
    sodium_memzero(seed, sizeof(seed));
    sodium_memzero(secret, sizeof(secret));
    if (!written)
        return EXIT_FAILED;
    sodium_bin2base64(text, sizeof(text), public_key, sizeof(public_key),
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    public_key_thumbprint(public_key, kid);
    printf("root=%s\nkid=%s\n", text, kid);
    return fflush(stdout) == 0 ? EXIT_DONE : EXIT_FAILED;
}

/* Refuses a file that others may read, as with the service's own keys. */
bool key_root_read(const char *path, uint8_t seed[ROOT_SEED_BYTES])
{
    char text[ROOT_FILE_BYTES] = "";
    struct stat about;
    size_t length = 0, prefix = strlen(ROOT_FORMAT);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool open_to_others = fd >= 0 && (fstat(fd, &about) != 0 || (about.st_mode & 077) != 0);
    ssize_t got = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
    bool good = got == (ssize_t)(prefix + 2 * ROOT_SEED_BYTES + 1) &&
                memcmp(text, ROOT_FORMAT, prefix) == 0 &&
                sodium_hex2bin(seed, ROOT_SEED_BYTES, text + prefix, (size_t)2 * ROOT_SEED_BYTES, NULL,
                               &length, NULL) == 0 &&
                length == ROOT_SEED_BYTES && !open_to_others;

    if (fd >= 0)
        close(fd);
    sodium_memzero(text, sizeof(text));
    if (!good)
        fprintf(stderr,
                "chedang key: this is no file of `chedang key root` that its owner alone may read.\n");
    return good;
}
