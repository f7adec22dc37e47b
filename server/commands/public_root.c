#include "commands/public_root.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <sodium.h>

enum {
    ROOT_LINE = 128,
    ROOT_TEXT = sodium_base64_ENCODED_LEN(PUBLIC_KEY_BYTES, sodium_base64_VARIANT_URLSAFE_NO_PADDING) - 1
};

static bool read_key(const char *text, size_t length, uint8_t key[PUBLIC_KEY_BYTES])
{
    size_t got = 0;

    return length == ROOT_TEXT &&
           sodium_base642bin(key, PUBLIC_KEY_BYTES, text, length, NULL, &got, NULL,
                             sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0 &&
           got == PUBLIC_KEY_BYTES && crypto_core_ed25519_is_valid_point(key) == 1;
}

/* The first line, "root=" and the key, or the key alone. */
static bool read_line(FILE *file, uint8_t key[PUBLIC_KEY_BYTES])
{
    static const char name[] = "root=";
    char line[ROOT_LINE] = "";
    const char *text = line;

    if (fgets(line, sizeof(line), file) == NULL)
        return false;
    if (strncmp(line, name, strlen(name)) == 0)
        text += strlen(name);
    return read_key(text, strcspn(text, "\r\n"), key);
}

enum public_root public_root_read(const char *command, const char *given, uint8_t key[PUBLIC_KEY_BYTES])
{
    const char *path = given == NULL ? PUBLIC_ROOT_FILE : given;
    FILE *file;
    bool good;

    if (given != NULL && read_key(given, strlen(given), key))
        return ROOT_FOUND;
    file = fopen(path, "re");
    if (file == NULL && given == NULL && errno == ENOENT)
        return ROOT_NONE;
    if (file == NULL) {
        fprintf(stderr, "chedang %s: --root is no public key, and no file that can be read.\n", command);
        return ROOT_UNUSABLE;
    }
    good = read_line(file, key);
    fclose(file);
    if (!good)
        fprintf(stderr, "chedang %s: %s does not begin with a root's public key.\n", command, path);
    return good ? ROOT_FOUND : ROOT_UNUSABLE;
}
