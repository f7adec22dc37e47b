#include "endpoints/platform/oauth.h"

#include <stdlib.h>
#include <string.h>

#include "core/bearer.h"
#include "core/purpose.h"
#include "core/seal.h"
#include "core/service.h"
#include "core/settings.h"
#include "endpoints/platform/client_proof.h"
#include "http/body.h"
#include "http/form.h"
#include "http/reply.h"
#include "store/db.h"

#define TOKEN_SECONDS "900"
#define SUMMARY       "vehicle.summary"
#define ISSUE         "certificate.issue"
#define WRITE         "repair.write"

enum { NOTICE_DAYS = 30, SCOPE_BYTES = 512 };

struct grant {
    struct exchange *x;
    struct client_proof proof;
    const char *purposes; /* as PostgreSQL writes an array */
    char token[BEARER_TEXT];
};

static continuation token_on_granted, revoke_on_ended;

/* `pointer` is the field of the form at fault, or NULL; `error` RFC 6749's word. */
static void refuse(struct exchange *x, enum fault fault, const char *detail, const char *pointer,
                   const char *error)
{
    reply_problem(x, fault, detail, pointer, exchange_text(x, ",\"error\":\"%s\"", error));
}

static void refuse_client(struct exchange *x, const struct client_proof *proof)
{
    if (proof->fault == FAULT_CLIENT_UNKNOWN)
        refuse(x, proof->fault, proof->detail, NULL, "invalid_client");
    else
        reply_fault(x, proof->fault);
}

/* "vehicle.summary:PURPOSE …" into "{PURPOSE,…}", likewise an exporter's and a workshop's; empty for all
 * purposes; NULL for what there is not. */
static const char *read_scope(struct exchange *x)
{
    const size_t prefix = strlen(SUMMARY ":");
    const char *scope = body_field(x, "scope"), *purposes = "";
    enum purpose purpose;

    if (scope == NULL)
        return body_has(x, "scope") ? NULL : "{}";
    if (strcmp(scope, SUMMARY) == 0)
        return "{}";
    if (strcmp(scope, ISSUE) == 0)
        return "{" PURPOSE_EXPORT "}";
    if (strcmp(scope, WRITE) == 0)
        return "{" PURPOSE_UPLOAD "}";
    for (size_t length; *scope != '\0'; scope += length + (scope[length] == ' ')) {
        length = strcspn(scope, " ");
        if (length > SCOPE_BYTES || strncmp(scope, SUMMARY ":", prefix) != 0 ||
            !purpose_parse(scope + prefix, length - prefix, &purpose))
            return NULL;
        purposes = exchange_text(x, "%s%s%s", purposes, *purposes == '\0' ? "" : ",", purpose_code(purpose));
    }
    return *purposes == '\0' ? NULL : exchange_text(x, "{%s}", purposes);
}

static void token_on_proven(void *state)
{
    struct grant *g = state;
    struct exchange *x = g->x;

    if (failed(g->proof.fault)) {
        refuse_client(x, &g->proof);
        return;
    }
    bearer_new(x->service->keys, g->token);
    struct keyed_hash hash = keyed_hash(x->service->keys, KEY_TOKEN, g->token, strlen(g->token));
    db_write(x, QUERY_CLIENT_TOKEN_GRANT,
             DB_VALUES(g->proof.key, bytea_text(&x->pool, hash.bytes, sizeof(hash.bytes)), g->purposes,
                       TOKEN_SECONDS, g->proof.assertion, g->proof.assertion_until),
             token_on_granted, g);
}

void oauth_token_start(struct exchange *x)
{
    struct grant *g = exchange_new(x, struct grant);
    const char *type;

    g->x = x;
    if (!body_is(x, "application/x-www-form-urlencoded")) {
        refuse(x, FAULT_TYPE_UNSUPPORTED, NULL, NULL, "invalid_request");
        return;
    }
    type = body_field(x, "grant_type");
    if (type == NULL || strcmp(type, "client_credentials") != 0) {
        refuse(x, FAULT_GRANT_UNSUPPORTED, NULL, "/grant_type",
               type == NULL ? "invalid_request" : "unsupported_grant_type");
        return;
    }
    g->purposes = read_scope(x);
    if (g->purposes == NULL)
        refuse(x, FAULT_SCOPE_INVALID,
               "A scope is " SUMMARY ":PURPOSE, with one of " PURPOSE_LIST "; an exporter's is " ISSUE
               ", a workshop's or a vendor's " WRITE ".",
               "/scope", "invalid_scope");
    else
        client_prove(x, &g->proof, token_on_proven, g);
}

/* The purposes of PostgreSQL's answer, as scopes. */
static const char *scope_of(struct exchange *x, const char *purposes)
{
    const char *scope = "";

    if (strcmp(purposes, PURPOSE_EXPORT) == 0)
        return ISSUE;
    if (strcmp(purposes, PURPOSE_UPLOAD) == 0)
        return WRITE;
    for (size_t length; *purposes != '\0'; purposes += length + (purposes[length] == ' ')) {
        length = strcspn(purposes, " ");
        scope =
            exchange_text(x, "%s%s" SUMMARY ":%.*s", scope, *scope == '\0' ? "" : " ", (int)length, purposes);
    }
    return scope;
}

/* A key that is about to expire says so with each token. */
static const char *notice_of(struct exchange *x, int64_t days)
{
    return days >= NOTICE_DAYS ? "" : exchange_text(x, ",\"key_expires_in_days\":%lld", (long long)days);
}

static void reply_token(struct grant *g, const struct rows *rows)
{
    struct exchange *x = g->x;
    const char *body =
        exchange_text(x,
                      "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":" //
                      TOKEN_SECONDS ",\"scope\":\"%s\"%s}\n",
                      g->token, scope_of(x, rows_text(rows, 0, 1)), notice_of(x, rows_number(rows, 0, 2)));

    reply_json(x, 200, REPLY_NO_STORE, h2o_iovec_init(body, strlen(body)));
}

static void refuse_replayed(struct exchange *x)
{
    refuse(x, FAULT_CLIENT_UNKNOWN, "This assertion was used before: make one for each request.", NULL,
           "invalid_client");
}

static void token_on_granted(void *state, const struct answer *answer)
{
    struct grant *g = state;
    struct exchange *x = g->x;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    const char *fate = rows_text(answer->rows, 0, 0);
    if (strcmp(fate, "granted") == 0)
        reply_token(g, answer->rows);
    else if (strcmp(fate, "no_contract") == 0)
        refuse(x, FAULT_UNAUTHORIZED_CLIENT, NULL, NULL, "unauthorized_client");
    else if (strcmp(fate, "scope") == 0)
        refuse(x, FAULT_SCOPE_INVALID, "Your contract does not have this purpose.", "/scope",
               "invalid_scope");
    else if (strcmp(fate, "replayed") == 0)
        refuse_replayed(x);
    else
        refuse(x, FAULT_CLIENT_UNKNOWN, NULL, NULL, "invalid_client");
}

/* Whether or not there was such a token, the answer is the same (RFC 7009, section 2.2). */
static void revoke_on_ended(void *state, const struct answer *answer)
{
    struct grant *g = state;

    if (failed(answer->fault))
        reply_fault(g->x, answer->fault);
    else if (!rows_true(answer->rows, 0, 0))
        refuse_replayed(g->x);
    else
        reply_json(g->x, 200, REPLY_NO_STORE, h2o_iovec_init(H2O_STRLIT("{}\n")));
}

static void revoke_on_proven(void *state)
{
    struct grant *g = state;
    struct exchange *x = g->x;
    const char *token = body_field(x, "token");

    if (failed(g->proof.fault)) {
        refuse_client(x, &g->proof);
        return;
    }
    struct keyed_hash hash = keyed_hash(x->service->keys, KEY_TOKEN, token, strlen(token));
    db_write(x, QUERY_CLIENT_TOKEN_END,
             DB_VALUES(bytea_text(&x->pool, hash.bytes, sizeof(hash.bytes)), g->proof.client,
                       g->proof.assertion, g->proof.assertion_until),
             revoke_on_ended, g);
}

void oauth_revoke_start(struct exchange *x)
{
    struct grant *g = exchange_new(x, struct grant);

    g->x = x;
    if (!body_is(x, "application/x-www-form-urlencoded"))
        refuse(x, FAULT_TYPE_UNSUPPORTED, NULL, NULL, "invalid_request");
    else if (body_field(x, "token") == NULL)
        refuse(x, FAULT_FIELD_INVALID, "token is the one to end.", "/token", "invalid_request");
    else
        client_prove(x, &g->proof, revoke_on_proven, g);
}

static const char *scopes_supported(struct exchange *x)
{
    const char *scopes = "\"" SUMMARY "\"";

    for (enum purpose p = 0; p < PURPOSE_COUNT; p++)
        scopes = exchange_text(x, "%s,\"" SUMMARY ":%s\"", scopes, purpose_code(p));
    return exchange_text(x, "%s,\"" ISSUE "\",\"" WRITE "\"", scopes);
}

void oauth_metadata_start(struct exchange *x)
{
    const char *url = x->service->settings->public_url;
    const char *body = exchange_text(
        x,
        "{\"issuer\":\"%s\",\"token_endpoint\":\"%s/oauth/token\","
        "\"revocation_endpoint\":\"%s/oauth/revoke\",\"service_documentation\":\"%s/docs\","
        "\"grant_types_supported\":[\"client_credentials\"],\"response_types_supported\":[],"
        "\"token_endpoint_auth_methods_supported\":[\"client_secret_basic\",\"private_key_jwt\"],"
        "\"token_endpoint_auth_signing_alg_values_supported\":[\"EdDSA\"],"
        "\"revocation_endpoint_auth_methods_supported\":[\"client_secret_basic\",\"private_key_jwt\"],"
        "\"scopes_supported\":[%s]}\n",
        url, url, url, url, scopes_supported(x));

    reply_json(x, 200, REPLY_HOUR, h2o_iovec_init(body, strlen(body)));
}
