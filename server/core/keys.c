#include "core/keys.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

/* "chedang-key 1 ID HEX\n" */
#define FILE_FORMAT "chedang-key 1 %u "
enum { FILE_BYTES = 128 };

static const char contexts[KEY_COUNT][crypto_kdf_CONTEXTBYTES + 1] = {
#define KEY(name, context) context,
    KEY_PURPOSES(KEY)
#undef KEY
};

_Static_assert((int)KEY_BYTES == crypto_kdf_KEYBYTES, "one size of keys");

static const struct keys *derive(uint32_t id, const uint8_t root[KEY_BYTES])
{
    struct keys *keys = sodium_malloc(sizeof(*keys));

    if (keys == NULL)
        return NULL;
    keys->id = id;
    for (enum key_purpose p = 0; p < KEY_COUNT; p++)
        crypto_kdf_derive_from_key(keys->key[p], KEY_BYTES, 1, contexts[p], root);
    sodium_mprotect_readonly(keys);
    return keys;
}

static bool read_file(const char *path, char text[FILE_BYTES], char *complaint, size_t size)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat about;
    ssize_t length = -1;

    if (fd < 0) {
        snprintf(complaint, size, "The key file cannot be opened: %s.", strerror(errno));
        return false;
    }
    if (fstat(fd, &about) == 0 && (about.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        snprintf(complaint, size, "The key file may be read by others; give it mode 0600.");
    else if ((length = read(fd, text, FILE_BYTES - 1)) < 0)
        snprintf(complaint, size, "The key file cannot be read: %s.", strerror(errno));
    else
        text[length] = '\0';
    close(fd);
    return length >= 0;
}

/* The one way of writing a key file, and nothing behind it: half a key must not pass for a whole one. */
static bool read_text(const char *text, unsigned *id, uint8_t root[KEY_BYTES])
{
    char hex[KEY_BYTES * 2 + 1] = "", again[FILE_BYTES];
    size_t length = 0;
    bool good = sscanf(text, FILE_FORMAT "%64s", id, hex) == 2 && *id != 0 &&
                sodium_hex2bin(root, KEY_BYTES, hex, strlen(hex), NULL, &length, NULL) == 0 &&
                length == KEY_BYTES;

    size_t written = (size_t)snprintf(again, sizeof(again), FILE_FORMAT "%s", *id, hex);
    good = good && strncmp(text, again, written) == 0 &&
           strcmp(text + written + (text[written] == '\n'), "") == 0;
    sodium_memzero(hex, sizeof(hex));
    sodium_memzero(again, sizeof(again));
    return good;
}

const struct keys *keys_load(const char *path, char *complaint, size_t size)
{
    char text[FILE_BYTES];
    uint8_t root[KEY_BYTES];
    const struct keys *keys = NULL;
    unsigned id = 0;

    if (!read_file(path, text, complaint, size))
        return NULL;
    if (read_text(text, &id, root)) {
        keys = derive(id, root);
        if (keys == NULL)
            snprintf(complaint, size, "There is no locked memory for keys.");
    } else {
        snprintf(complaint, size, "This is not a key file of chedang.");
    }
    sodium_memzero(root, sizeof(root));
    sodium_memzero(text, sizeof(text));
    return keys;
}

bool keys_create(const char *path, char *complaint, size_t size)
{
    char text[FILE_BYTES], hex[KEY_BYTES * 2 + 1];
    uint8_t root[KEY_BYTES];
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    if (fd < 0) {
        snprintf(complaint, size, "The key file cannot be made: %s.", strerror(errno));
        return false;
    }
    randombytes_buf(root, sizeof(root));
    sodium_bin2hex(hex, sizeof(hex), root, sizeof(root));
    int length =
        snprintf(text, sizeof(text), FILE_FORMAT "%s\n", 1 + randombytes_uniform(UINT32_MAX - 1), hex);
    bool written = write(fd, text, (size_t)length) == length && fsync(fd) == 0;
    if (!written)
        snprintf(complaint, size, "The key file cannot be written: %s.", strerror(errno));
    close(fd);
    sodium_memzero(root, sizeof(root));
    sodium_memzero(text, sizeof(text));
    sodium_memzero(hex, sizeof(hex));
    return written;
}
