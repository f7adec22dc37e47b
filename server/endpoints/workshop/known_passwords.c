#include "endpoints/workshop/known_passwords.h"

#include <pthread.h>
#include <string.h>

#include <sodium.h>

#include "core/date.h"

enum { PLACES = 8192, HASH = 32 };
#define LIFE_NS ((int64_t)15 * 60 * 1000000000)

struct known {
    uint8_t hash[HASH];
    int64_t until;
};

static uint8_t key[crypto_generichash_KEYBYTES];
static pthread_once_t key_made = PTHREAD_ONCE_INIT;
static _Thread_local struct known table[PLACES];

static void make_key(void)
{
    randombytes_buf(key, sizeof(key));
}

static struct known *place_of(int64_t workshop, int version, const char *password, uint8_t hash[HASH])
{
    crypto_generichash_state state;
    int64_t row[2] = {workshop, version};

    pthread_once(&key_made, make_key);
    crypto_generichash_init(&state, key, sizeof(key), HASH);
    crypto_generichash_update(&state, (const uint8_t *)row, sizeof(row));
    crypto_generichash_update(&state, (const uint8_t *)password, strlen(password));
    crypto_generichash_final(&state, hash, HASH);
    return &table[(uint64_t)workshop % PLACES];
}

bool known_password(int64_t workshop, int version, const char *password)
{
    uint8_t hash[HASH];
    const struct known *k = place_of(workshop, version, password, hash);

    return k->until > clock_monotonic() && sodium_memcmp(k->hash, hash, HASH) == 0;
}

void known_password_add(int64_t workshop, int version, const char *password)
{
    uint8_t hash[HASH];
    struct known *k = place_of(workshop, version, password, hash);

    memcpy(k->hash, hash, HASH);
    k->until = clock_monotonic() + LIFE_NS;
}
