#include "store/client_admin_store.h"

#include <string.h>

#include <h2o.h>
#include <sodium.h>

#include "core/seal.h"

enum { HALF = 5 };

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"; /* RFC 4648: no 0, 1, 8 */

static struct seal_place place_of(enum totp_of whose, const char *row)
{
    static const char *const columns[] = {
        [TOTP_OF_TICKET] = "client_admin_ticket.key", [TOTP_OF_ADMIN] = "client_admin.totp"};

    return (struct seal_place){columns[whose], row, strlen(row)};
}

const char *totp_seal(h2o_mem_pool_t *pool, const struct keys *keys, enum totp_of whose, const char *row,
                      const uint8_t key[TOTP_KEY_BYTES])
{
    h2o_iovec_t sealed =
        seal(pool, keys, KEY_SEAL, place_of(whose, row), h2o_iovec_init(key, TOTP_KEY_BYTES));

    return bytea_text(pool, sealed.base, sealed.len);
}

bool totp_open(const struct keys *keys, enum totp_of whose, const char *row, h2o_iovec_t sealed,
               uint8_t key[TOTP_KEY_BYTES])
{
    return sealed.len == SEAL_EXTRA + TOTP_KEY_BYTES &&
           unseal_into(keys, KEY_SEAL, place_of(whose, row), sealed, key);
}

void recovery_code_new(char code[RECOVERY_TEXT])
{
    for (int i = 0; i < RECOVERY_TEXT - 1; i++)
        code[i] = i == HALF ? '-' : letters[randombytes_uniform(sizeof(letters) - 1)];
    code[RECOVERY_TEXT - 1] = '\0';
}

bool recovery_code_read(const char *typed, char code[RECOVERY_TEXT])
{
    size_t length = 0;

    for (; *typed != '\0'; typed++) {
        char letter = *typed >= 'a' && *typed <= 'z' ? (char)(*typed - 'a' + 'A') : *typed;

        if (letter == '-' || letter == ' ')
            continue;
        if (strchr(letters, letter) == NULL || length == RECOVERY_TEXT - 1)
            return false;
        if (length == HALF)
            code[length++] = '-';
        code[length++] = letter;
    }
    code[length] = '\0';
    return length == RECOVERY_TEXT - 1;
}

const char *recovery_hash_text(h2o_mem_pool_t *pool, const struct keys *keys, const char *admin,
                               const char *code)
{
    h2o_iovec_t both =
        h2o_concat(pool, h2o_iovec_init(H2O_STRLIT("recovery ")), h2o_iovec_init(admin, strlen(admin)),
                   h2o_iovec_init("/", 1), h2o_iovec_init(code, strlen(code)));
    struct keyed_hash hash = keyed_hash(keys, KEY_CODE, both.base, both.len);

    return bytea_text(pool, hash.bytes, sizeof(hash.bytes));
}
