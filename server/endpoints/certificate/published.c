#include "endpoints/certificate/published.h"

#include <stdlib.h>
#include <string.h>

#include <jansson.h>
#include <sodium.h>

#include "certificate/proof.h"
#include "core/base58.h"
#include "core/public_key.h"
#include "core/utc_text.h"
#include "endpoints/certificate/held.h"
#include "http/reply.h"
#include "store/db.h"

enum { KID, PUBLIC_KEY, PUBLISHED_AT, SIGNS_FROM, SIGNS_UNTIL, TRUSTED_UNTIL, ENDED_FROM };
enum { TAG_BYTES = 16, TAG_TEXT = 2 + 2 * TAG_BYTES + 1 };
#define X_TEXT sodium_base64_ENCODED_LEN(PUBLIC_KEY_BYTES, sodium_base64_VARIANT_URLSAFE_NO_PADDING)

static continuation keys_on_rows, did_on_rows, trust_list_on_row;

void published_reply(struct exchange *x, h2o_iovec_t bytes)
{
    uint8_t hash[TAG_BYTES];
    char tag[TAG_TEXT] = "\"";
    ssize_t at = x->req == NULL ? -1 : h2o_find_header(&x->req->headers, H2O_TOKEN_IF_NONE_MATCH, -1);

    crypto_generichash(hash, sizeof(hash), (const uint8_t *)bytes.base, bytes.len, NULL, 0);
    sodium_bin2hex(tag + 1, sizeof(tag) - 1, hash, sizeof(hash));
    strcat(tag, "\"");
    reply_header(x, "etag", exchange_kept(x, tag));
    if (at >= 0) {
        h2o_iovec_t value = x->req->headers.entries[at].value;

        if (h2o_memis(value.base, value.len, H2O_STRLIT("*")) ||
            h2o_strstr(value.base, value.len, tag, strlen(tag)) != SIZE_MAX) {
            reply_bytes(x, 304, REPLY_CHECKED, NULL, h2o_iovec_init("", 0));
            return;
        }
    }
    reply_json(x, 200, REPLY_CHECKED, bytes);
}

/* Sorted, so that the same rows give the same bytes. */
static void reply_document(struct exchange *x, json_t *document)
{
    char *text = json_dumps(document, JSON_COMPACT | JSON_SORT_KEYS);
    const char *kept = exchange_text(x, "%s\n", text);

    free(text);
    json_decref(document);
    published_reply(x, h2o_iovec_init(kept, strlen(kept)));
}

void certificate_keys_start(struct exchange *x)
{
    db_read(x, QUERY_CERTIFICATE_KEYS, (struct db_values){0}, keys_on_rows, x);
}

static bool read_key(struct exchange *x, const struct rows *rows, int row, uint8_t key[PUBLIC_KEY_BYTES])
{
    h2o_iovec_t bytes = rows_bytes(&x->pool, rows, row, PUBLIC_KEY);

    if (bytes.len == PUBLIC_KEY_BYTES)
        memcpy(key, bytes.base, PUBLIC_KEY_BYTES);
    return bytes.len == PUBLIC_KEY_BYTES;
}

static json_t *jwk(const struct rows *rows, int row, const uint8_t key[PUBLIC_KEY_BYTES])
{
    char text[X_TEXT];
    json_t *ended = rows_text(rows, row, ENDED_FROM) == NULL
                        ? json_null()
                        : json_integer(rows_number(rows, row, ENDED_FROM));

    sodium_bin2base64(text, sizeof(text), key, PUBLIC_KEY_BYTES, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:I, s:I, s:o}", "kty", "OKP", "crv", "Ed25519", "use",
                     "sig", "alg", "EdDSA", "kid", rows_text(rows, row, KID), "x", text, "nbf",
                     (json_int_t)rows_number(rows, row, SIGNS_FROM), "exp",
                     (json_int_t)rows_number(rows, row, TRUSTED_UNTIL), "ended_from", ended);
}

static void keys_on_rows(void *state, const struct answer *answer)
{
    struct exchange *x = state;
    uint8_t key[PUBLIC_KEY_BYTES];

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    json_t *keys = json_array();
    for (int row = 0; row < answer->rows->count; row++)
        if (read_key(x, answer->rows, row, key))
            json_array_append_new(keys, jwk(answer->rows, row, key));
    reply_document(x, json_pack("{s:o}", "keys", keys));
}

void did_document_start(struct exchange *x)
{
    db_read(x, QUERY_CERTIFICATE_KEYS, (struct db_values){0}, did_on_rows, x);
}

/* A Multikey: the key behind the two bytes that say Ed25519. */
static json_t *multikey(struct exchange *x, const char *did, const struct rows *rows, int row,
                        const uint8_t key[PUBLIC_KEY_BYTES])
{
    uint8_t coded[2 + PUBLIC_KEY_BYTES] = {0xed, 0x01};
    char text[BASE58_TEXT], until[UTC_TEXT], ended[UTC_TEXT];

    memcpy(coded + 2, key, PUBLIC_KEY_BYTES);
    json_t *method = json_pack(
        "{s:s, s:s, s:s, s:s, s:s}", "id", exchange_text(x, "%s#%s", did, rows_text(rows, row, KID)), "type",
        "Multikey", "controller", did, "publicKeyMultibase", base58_write(coded, sizeof(coded), text),
        "expires", utc_text(rows_number(rows, row, TRUSTED_UNTIL), until));
    if (rows_text(rows, row, ENDED_FROM) != NULL)
        json_object_set_new(method, "revoked",
                            json_string(utc_text(rows_number(rows, row, ENDED_FROM), ended)));
    return method;
}

static void did_on_rows(void *state, const struct answer *answer)
{
    struct exchange *x = state;
    char did[DID_TEXT];
    uint8_t key[PUBLIC_KEY_BYTES];

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    did_of(certificate_issuer(x), did);
    json_t *methods = json_array(), *asserts = json_array();
    for (int row = 0; row < answer->rows->count; row++) {
        if (!read_key(x, answer->rows, row, key))
            continue;
        json_array_append_new(methods, multikey(x, did, answer->rows, row, key));
        json_array_append_new(asserts,
                              json_string(exchange_text(x, "%s#%s", did, rows_text(answer->rows, row, KID))));
    }
    reply_document(x, json_pack("{s:[s,s], s:s, s:o, s:o}", "@context", "https://www.w3.org/ns/did/v1",
                                "https://w3id.org/security/multikey/v1", "id", did, "verificationMethod",
                                methods, "assertionMethod", asserts));
}

void trust_list_start(struct exchange *x)
{
    db_read(x, QUERY_CERTIFICATE_TRUST_LIST, (struct db_values){0}, trust_list_on_row, x);
}

static void trust_list_on_row(void *state, const struct answer *answer)
{
    struct exchange *x = state;

    if (failed(answer->fault) || answer->rows->count == 0) {
        reply_fault(x, failed(answer->fault) ? answer->fault : FAULT_TRUST_LIST_UNKNOWN);
        return;
    }
    const char *document = exchange_kept(x, rows_text(answer->rows, 0, 0));
    published_reply(x, h2o_iovec_init(document, strlen(document)));
}

/* Every name is defined, by its place in this document; that is all which the credential's own standard asks
 * for. */
void credential_context_start(struct exchange *x)
{
    const char *base = exchange_text(x, "https://%s/credentials/maintenance/v1#", certificate_issuer(x));

    reply_document(x, json_pack("{s:{s:f, s:b, s:s, s:s}}", "@context", "@version", 1.1, "@protected", 1,
                                "@vocab", base, "VehicleMaintenanceCertificate",
                                exchange_text(x, "%sVehicleMaintenanceCertificate", base)));
}
