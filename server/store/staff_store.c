#include "store/staff_store.h"

#include <string.h>

#include "core/seal.h"

/* Of 32 random bytes rather than of a password. */
static const char nobodys[] =
    "$argon2id$v=19$m=19456,t=2,p=1$cYEifnQJSUj/Qb21Aban4g$ojhXZIOMHObsoBVHT48o1E9FR5xoDXFBzqp5BMKkii0";

static struct seal_place place_of(enum password_of whose, const char *name)
{
    static const char *const columns[] = {
        [PASSWORD_OF_STAFF] = "staff.password", [PASSWORD_OF_CLIENT_ADMIN] = "client_admin.password"};

    return (struct seal_place){columns[whose], name, strlen(name)};
}

const char *staff_password_seal(h2o_mem_pool_t *pool, const struct keys *keys, enum password_of whose,
                                const char *name, const char *hash)
{
    h2o_iovec_t sealed =
        seal(pool, keys, KEY_SEAL, place_of(whose, name), h2o_iovec_init(hash, strlen(hash)));

    return bytea_text(pool, sealed.base, sealed.len);
}

void staff_password_open(const struct keys *keys, enum password_of whose, const char *name,
                         h2o_iovec_t sealed, char hash[PASSWORD_HASH_TEXT])
{
    memset(hash, 0, PASSWORD_HASH_TEXT);
    if (sealed.len < SEAL_EXTRA || sealed.len - SEAL_EXTRA >= PASSWORD_HASH_TEXT ||
        !unseal_into(keys, KEY_SEAL, place_of(whose, name), sealed, (uint8_t *)hash))
        memcpy(hash, nobodys, sizeof(nobodys));
}
