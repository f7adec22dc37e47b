#include "endpoints/platform/oauth.h"

#include <string.h>
#include <strings.h>

#include <jansson.h>
#include <sodium.h>

#include "core/seal.h"
#include "core/service.h"
#include "core/settings.h"
#include "http/body.h"
#include "http/form.h"
#include "http/reply.h"
#include "store/db.h"

#define TOKEN_SECONDS "900"

enum { CREDENTIALS_BYTES = 256 };

struct grant {
    struct exchange *x;
    char credentials[CREDENTIALS_BYTES]; /* id, zero, secret */
    char token[TOKEN_TEXT];
};

static continuation token_on_client, token_on_stored;

static void refuse(struct exchange *x, enum fault fault, const char *error)
{
    reply_problem(x, fault, NULL, NULL, exchange_text(x, ",\"error\":\"%s\"", error));
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

void oauth_token_start(struct exchange *x)
{
    struct grant *g = exchange_new(x, struct grant);
    const char *type;

    g->x = x;
    if (!body_is(x, "application/x-www-form-urlencoded")) {
        refuse(x, FAULT_TYPE_UNSUPPORTED, "invalid_request");
        return;
    }
    type = body_field(x, "grant_type");
    if (type == NULL || strcmp(type, "client_credentials") != 0) {
        refuse(x, FAULT_GRANT_UNSUPPORTED, type == NULL ? "invalid_request" : "unsupported_grant_type");
        return;
    }
    if (!read_credentials(x, g->credentials)) {
        refuse(x, FAULT_CLIENT_UNKNOWN, "invalid_client");
        return;
    }
    db_read(x, QUERY_CLIENT_BY_PUBLIC_ID, DB_VALUES(g->credentials), token_on_client, g);
}

/* An unknown client is compared as well, with a secret that nobody has. */
static void token_on_client(void *state, const struct answer *answer)
{
    struct grant *g = state;
    struct exchange *x = g->x;
    const char *secret = g->credentials + strlen(g->credentials) + 1;
    struct keyed_hash given = keyed_hash(x->service->keys, KEY_TOKEN, secret, strlen(secret)), stored = {{0}};

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    bool known = answer->rows->count == 1;
    h2o_iovec_t bytes = known ? rows_bytes(&x->pool, answer->rows, 0, 1) : h2o_iovec_init(NULL, 0);
    if (bytes.len == sizeof(stored.bytes))
        memcpy(stored.bytes, bytes.base, sizeof(stored.bytes));
    sodium_memzero(g->credentials, sizeof(g->credentials));
    if (sodium_memcmp(given.bytes, stored.bytes, sizeof(given.bytes)) != 0 || !known) {
        refuse(x, FAULT_CLIENT_UNKNOWN, "invalid_client");
        return;
    }
    token_new(g->token);
    struct keyed_hash hash = keyed_hash(x->service->keys, KEY_TOKEN, g->token, strlen(g->token));
    db_write(x, QUERY_CLIENT_TOKEN_INSERT,
             DB_VALUES(bytea_text(&x->pool, hash.bytes, sizeof(hash.bytes)),
                       exchange_text(x, "%lld", (long long)rows_number(answer->rows, 0, 0)), TOKEN_SECONDS),
             token_on_stored, g);
}

static void token_on_stored(void *state, const struct answer *answer)
{
    struct grant *g = state;

    if (failed(answer->fault)) {
        reply_fault(g->x, answer->fault);
        return;
    }
    const char *body =
        exchange_text(g->x,
                      "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":" TOKEN_SECONDS
                      ",\"scope\":\"vehicle.summary\"}\n",
                      g->token);
    reply_json(g->x, 200, REPLY_NO_STORE, h2o_iovec_init(body, strlen(body)));
}

void oauth_metadata_start(struct exchange *x)
{
    const char *url = x->service->settings->public_url;
    const char *body =
        exchange_text(x,
                      "{\"issuer\":\"%s\",\"token_endpoint\":\"%s/oauth/token\","
                      "\"grant_types_supported\":[\"client_credentials\"],\"response_types_supported\":[],"
                      "\"token_endpoint_auth_methods_supported\":[\"client_secret_basic\"],"
                      "\"scopes_supported\":[\"vehicle.summary\"]}\n",
                      url, url);

    reply_json(x, 200, REPLY_HOUR, h2o_iovec_init(body, strlen(body)));
}
