#include "endpoints/platform/client_proof.h"

#include <string.h>
#include <strings.h>
#include <time.h>

#include <sodium.h>

#include "core/seal.h"
#include "core/service.h"
#include "core/settings.h"
#include "http/assertion.h"
#include "http/form.h"
#include "store/db.h"

#define JWT_BEARER "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

enum { CREDENTIALS_BYTES = 256 };
enum { ID, CLIENT, KID, PROOF }; /* columns of client_keys_of.sql */

struct proving {
    struct exchange *x;
    struct client_proof *proof;
    void (*next)(void *state);
    void *state;
    char credentials[CREDENTIALS_BYTES]; /* id, zero, secret */
    struct assertion assertion;
};

static continuation on_secrets, on_public_keys;

static void settle(struct proving *p, enum fault fault, const char *detail)
{
    p->proof->fault = fault;
    p->proof->detail = detail;
    sodium_memzero(p->credentials, sizeof(p->credentials));
    p->next(p->state);
}

/* "Basic base64(id:secret)" into id, zero, secret. */
static bool read_credentials(const struct exchange *x, char credentials[CREDENTIALS_BYTES])
{
    ssize_t at = h2o_find_header(&x->req->headers, H2O_TOKEN_AUTHORIZATION, -1);
    size_t length;

    if (at < 0)
        return false;
    h2o_iovec_t value = x->req->headers.entries[at].value;
    if (value.len <= 6 || strncasecmp(value.base, "basic ", 6) != 0 ||
        sodium_base642bin((uint8_t *)credentials, CREDENTIALS_BYTES - 1, value.base + 6, value.len - 6, " ",
                          &length, NULL, sodium_base64_VARIANT_ORIGINAL) != 0)
        return false;
    credentials[length] = '\0';
    char *colon = strchr(credentials, ':');
    if (colon == NULL || strlen(credentials) != length)
        return false;
    *colon = '\0';
    return true;
}

static void prove_by_assertion(struct proving *p, const char *assertion)
{
    struct exchange *x = p->x;
    const char *issuer = x->service->settings->public_url, *type = body_field(x, "client_assertion_type");
    const char *const audiences[] = {issuer, exchange_text(x, "%s/oauth/token", issuer), NULL};
    const char *wrong = type == NULL || strcmp(type, JWT_BEARER) != 0
                            ? "client_assertion_type must be " JWT_BEARER "."
                        : assertion == NULL ? "client_assertion must be one JWT."
                                            : assertion_read(assertion, audiences, time(NULL), &p->assertion);

    if (wrong != NULL)
        settle(p, FAULT_CLIENT_UNKNOWN, wrong);
    else
        db_read(x, QUERY_CLIENT_KEYS_OF, DB_VALUES(p->assertion.client, "ed25519"), on_public_keys, p);
}

void client_prove(struct exchange *x, struct client_proof *proof, void (*next)(void *state), void *state)
{
    struct proving *p = exchange_new(x, struct proving);

    *p = (struct proving){.x = x, .proof = proof, .next = next, .state = state};
    if (body_has(x, "client_assertion") || body_has(x, "client_assertion_type"))
        prove_by_assertion(p, body_field(x, "client_assertion"));
    else if (read_credentials(x, p->credentials))
        db_read(x, QUERY_CLIENT_KEYS_OF, DB_VALUES(p->credentials, "secret"), on_secrets, p);
    else
        settle(p, FAULT_CLIENT_UNKNOWN, NULL);
}

static void know(struct proving *p, const struct rows *rows, int row)
{
    p->proof->key = exchange_kept(p->x, rows_text(rows, row, ID));
    p->proof->client = exchange_kept(p->x, rows_text(rows, row, CLIENT));
}

/* What takes long is the hash, which is made for an unknown client as well. */
static void on_secrets(void *state, const struct answer *answer)
{
    struct proving *p = state;
    struct exchange *x = p->x;
    const char *secret = p->credentials + strlen(p->credentials) + 1;
    struct keyed_hash given = keyed_hash(x->service->keys, KEY_TOKEN, secret, strlen(secret));
    int found = -1;

    if (failed(answer->fault)) {
        settle(p, answer->fault, NULL);
        return;
    }
    for (int row = 0; row < answer->rows->count; row++) {
        h2o_iovec_t stored = rows_bytes(&x->pool, answer->rows, row, PROOF);
        if (stored.len == sizeof(given.bytes) && sodium_memcmp(given.bytes, stored.base, stored.len) == 0)
            found = row;
    }
    if (found >= 0)
        know(p, answer->rows, found);
    settle(p, found < 0 ? FAULT_CLIENT_UNKNOWN : FAULT_NONE, NULL);
}

/* The hash under which an assertion counts once: of the client and its jti. */
static const char *hash_of(struct exchange *x, const struct assertion *a)
{
    const char *name = exchange_text(x, "%s %s", a->client, a->jti);
    struct keyed_hash hash = keyed_hash(x->service->keys, KEY_TOKEN, name, strlen(name));

    return bytea_text(&x->pool, hash.bytes, sizeof(hash.bytes));
}

static void on_public_keys(void *state, const struct answer *answer)
{
    struct proving *p = state;
    struct exchange *x = p->x;
    const struct assertion *a = &p->assertion;

    if (failed(answer->fault)) {
        settle(p, answer->fault, NULL);
        return;
    }
    for (int row = 0; row < answer->rows->count; row++) {
        h2o_iovec_t key = rows_bytes(&x->pool, answer->rows, row, PROOF);

        if ((*a->kid != '\0' && strcmp(a->kid, rows_text(answer->rows, row, KID)) != 0) ||
            key.len != PUBLIC_KEY_BYTES || !assertion_signed(a, (const uint8_t *)key.base))
            continue;
        know(p, answer->rows, row);
        p->proof->assertion = hash_of(x, a);
        p->proof->assertion_until = exchange_text(x, "%lld", (long long)a->expires + ASSERTION_SKEW);
        settle(p, FAULT_NONE, NULL);
        return;
    }
    settle(p, FAULT_CLIENT_UNKNOWN, "No key of this client that counts has signed the assertion.");
}
