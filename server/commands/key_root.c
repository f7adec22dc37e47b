#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <h2o.h>
#include <sodium.h>

#include "certificate/trust.h"
#include "commands/key.h"

enum { TRUST_ROOT, TRUST_DAYS };
enum { ROOT_FILE_BYTES = 128 };
#define ROOT_FORMAT "chedang certificate root 1 "
#define KEY_TEXT    sodium_base64_ENCODED_LEN(PUBLIC_KEY_BYTES, sodium_base64_VARIANT_URLSAFE_NO_PADDING)

/* clang-format off */
static const struct option_row trust_rows[] = {
    [TRUST_ROOT] = {"root", "FILE", "the root key's file", NULL, 0, 0, true},
    [TRUST_DAYS] = {"days", "N", "days until the next list is due", "30", 1, 365, false},
};

const struct command_form key_root_form = {
    "key root", "FILE",
    "Makes the root key: a file that its owner alone may read, and prints the public half, which verifiers have\n"
    "from elsewhere. The service never reads that file: keep it, and a copy, where no network is.",
    "chedang key root /media/safe/chedang-root", NULL, 0, 1, 1,
};
const struct command_form key_trust_list_form = {
    "key trust-list", "[options]",
    "Signs the list of keys that are trusted, with the root key, keeps it where the service serves it from, and\n"
    "prints it. CHEDANG_URL says who the issuer is.",
    "chedang key trust-list --root /media/safe/chedang-root", trust_rows, sizeof(trust_rows) / sizeof(trust_rows[0]), 0, 0,
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
static bool read_root(const char *path, uint8_t seed[ROOT_SEED_BYTES])
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

static size_t read_keys(const PGresult *result, struct trusted_key *keys)
{
    enum { KID, PUBLIC_KEY, PUBLISHED_AT, SIGNS_FROM, SIGNS_UNTIL, TRUSTED_UNTIL, ENDED_FROM };
    size_t count = 0, length;

    for (int row = 0; row < PQntuples(result) && count < TRUST_KEYS_MOST; row++) {
        struct trusted_key *k = &keys[count];
        const char *hex = PQgetvalue(result, row, PUBLIC_KEY) + strlen("\\x");

        *k = (struct trusted_key){
            .published_at = atoll(PQgetvalue(result, row, PUBLISHED_AT)),
            .signs_from = atoll(PQgetvalue(result, row, SIGNS_FROM)),
            .signs_until = atoll(PQgetvalue(result, row, SIGNS_UNTIL)),
            .trusted_until = atoll(PQgetvalue(result, row, TRUSTED_UNTIL)),
            .ended_from =
                PQgetisnull(result, row, ENDED_FROM) ? 0 : atoll(PQgetvalue(result, row, ENDED_FROM)),
        };
        if (k->trusted_until > time(NULL) &&
            sodium_hex2bin(k->key, sizeof(k->key), hex, strlen(hex), NULL, &length, NULL) == 0 &&
            length == sizeof(k->key))
            count++;
    }
    return count;
}

/* The host of the public address; NULL after a sentence. */
static const char *issuer_of(const struct database *database, char *host, size_t size)
{
    const char *url = database->settings.public_url, *at = strstr(url, "://");

    at = at == NULL ? url : at + 3;
    snprintf(host, size, "%.*s", (int)strcspn(at, "/"), at);
    if (*host != '\0')
        return host;
    fprintf(stderr, "chedang key: CHEDANG_URL says who the issuer is, and is empty.\n");
    return NULL;
}

static bool sign_list(struct database *database, const struct options *options, h2o_mem_pool_t *pool,
                      h2o_iovec_t *bytes)
{
    static struct trusted_key keys[TRUST_KEYS_MOST];
    struct trust_list list = {.keys = keys, .issued_at = time(NULL)};
    uint8_t seed[ROOT_SEED_BYTES];
    char host[256];
    PGresult *result;

    list.issuer = issuer_of(database, host, sizeof(host));
    list.next_update = list.issued_at + options_number(options, TRUST_DAYS) * 86400;
    if (list.issuer == NULL || !read_root(options->text[TRUST_ROOT], seed))
        return false;
    result = database_run(database, QUERY_CERTIFICATE_KEYS, NULL);
    if (result != NULL)
        list.key_count = read_keys(result, keys);
    bool good = result != NULL && trust_list_make(pool, &list, seed, bytes);
    if (result != NULL && !good)
        fprintf(stderr, "chedang key: the list cannot be made: is CHEDANG_URL a host's address?\n");
    PQclear(result);
    sodium_memzero(seed, sizeof(seed));
    return good;
}

int key_trust_list(struct database *database, const struct options *options)
{
    h2o_mem_pool_t pool;
    h2o_iovec_t bytes;
    int exit_code = EXIT_FAILED;

    h2o_mem_init_pool(&pool);
    if (sign_list(database, options, &pool, &bytes)) {
        const char *document = h2o_strdup(&pool, bytes.base, bytes.len).base;
        PGresult *result =
            database_run(database, QUERY_CERTIFICATE_TRUST_LIST_INSERT, (const char *[]){document});

        if (result != NULL && puts(document) >= 0 && fflush(stdout) == 0)
            exit_code = EXIT_DONE;
        PQclear(result);
    }
    h2o_mem_clear_pool(&pool);
    return exit_code == EXIT_DONE ? EXIT_DONE : key_fail(database);
}
