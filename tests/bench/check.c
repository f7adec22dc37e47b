/*
 * check - certificates checked in one process, and what libsodium alone takes for a signature
 *
 *     check SECONDS TRUST-LIST CERTIFICATE [MORE...]
 *
 * Each in turn, for so many seconds of the processor; a line for each: name, how many, seconds. What is read
 * from the files is checked as `chedang verify` does it, without the files and the words.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <h2o.h>
#include <sodium.h>

#include "certificate/check.h"

enum { FILE_MOST = 1 << 20, TURNS = 16 };

struct checked {
    const char *text;
    size_t length;
    struct check_means means;
    unsigned char key[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES],
        signature[crypto_sign_BYTES];
};

static double spent(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static bool check_one(struct checked *c)
{
    struct check check;
    h2o_mem_pool_t pool;

    h2o_mem_init_pool(&pool);
    check_certificate(&pool, c->text, c->length, &c->means, &check);
    h2o_mem_clear_pool(&pool);
    return check.verdict == CHECK_GENUINE;
}

static bool verify_bare(struct checked *c)
{
    return crypto_sign_verify_detached(c->signature, (const unsigned char *)c->text, c->length, c->key) == 0;
}

static bool sign_bare(struct checked *c)
{
    return crypto_sign_detached(c->signature, NULL, (const unsigned char *)c->text, c->length, c->secret) ==
           0;
}

static bool run(const char *name, bool (*once)(struct checked *), struct checked *c, double seconds)
{
    double begun = spent(), used;
    unsigned long count = 0;

    do {
        for (int turn = 0; turn < TURNS; turn++)
            if (!once(c)) {
                fprintf(stderr, "%s does not hold\n", name);
                return false;
            }
        count += TURNS;
        used = spent() - begun;
    } while (used < seconds);
    printf("%s %lu %.6f\n", name, count, used);
    return true;
}

static char *read_all(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    char *bytes = malloc(FILE_MOST);

    *length = file == NULL || bytes == NULL ? 0 : fread(bytes, 1, FILE_MOST, file);
    if (file != NULL)
        fclose(file);
    return bytes;
}

int main(int count, char **arguments)
{
    struct checked c = {.means.now = time(NULL)};
    struct trust_list trust;
    h2o_mem_pool_t pool;
    size_t length;
    char *list;
    double seconds;

    if (count < 4 || sodium_init() < 0)
        return 2;
    seconds = strtod(arguments[1], NULL);
    h2o_mem_init_pool(&pool);
    list = read_all(arguments[2], &length);
    if (trust_list_read(&pool, list, length, NULL, &trust) != TRUST_READ)
        return 1;
    c.means.trust = &trust;
    crypto_sign_keypair(c.key, c.secret);
    for (int i = 3; i < count; i++) {
        const char *slash = strrchr(arguments[i], '/');

        c.text = read_all(arguments[i], &c.length);
        if (!run(slash == NULL ? arguments[i] : slash + 1, check_one, &c, seconds))
            return 1;
    }
    return run("sign", sign_bare, &c, seconds) && run("verify", verify_bare, &c, seconds) ? 0 : 1;
}
