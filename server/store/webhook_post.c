#include "store/webhook_post.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <curl/curl.h>
#include <sodium.h>

#include "core/date.h"
#include "core/public_address.h"
#include "core/seal.h"
#include "core/signing_key.h"

enum { ANSWER_MOST = 65536, FIELD_TEXT = 464, BASE_TEXT = 4 * WEBHOOK_URL_MOST };

struct posting {
    const struct webhook_target *target;
    bool kept_out; /* an address was not public */
    size_t answered;
    char body[WEBHOOK_BODY];
};

void webhook_sign(const struct keys *keys, const char *client, const struct webhook_target *t,
                  h2o_iovec_t body, int64_t now, const char *nonce, struct webhook_signature *s)
{
    uint8_t hash[crypto_hash_sha256_BYTES], key[PUBLIC_KEY_BYTES], signature[SIGNATURE_BYTES];
    char text[sodium_base64_ENCODED_LEN(SIGNATURE_BYTES, sodium_base64_VARIANT_ORIGINAL)];
    char thumbprint[THUMBPRINT_TEXT], base[BASE_TEXT];

    crypto_hash_sha256(hash, (const uint8_t *)body.base, body.len);
    sodium_bin2base64(text, sizeof(text), hash, sizeof(hash), sodium_base64_VARIANT_ORIGINAL);
    snprintf(s->digest, sizeof(s->digest), "sha-256=:%s:", text);
    signing_public_key(keys, key, thumbprint);
    snprintf(s->input, sizeof(s->input),
             "(\"@method\" \"@authority\" \"@path\" \"@query\" \"content-digest\" \"content-type\")"
             ";created=%lld;expires=%lld;nonce=\"%s\";keyid=\"%s\";alg=\"ed25519\";tag=\"%s\"",
             (long long)now, (long long)now + WEBHOOK_SIGNATURE_SECONDS, nonce, thumbprint, client);
    int length = snprintf(base, sizeof(base),
                          "\"@method\": POST\n\"@authority\": %s\n\"@path\": %s\n\"@query\": %s\n"
                          "\"content-digest\": %s\n\"content-type\": application/json\n"
                          "\"@signature-params\": %s",
                          t->authority, t->path, t->query, s->digest, s->input);
    message_sign(keys, base, (size_t)length, signature);
    sodium_bin2base64(text, sizeof(text), signature, sizeof(signature), sodium_base64_VARIANT_ORIGINAL);
    snprintf(s->signature, sizeof(s->signature), ":%s:", text);
}

/* The last word about where a name leads: whatever was resolved before may be another address by now. */
static curl_socket_t open_socket(void *state, curlsocktype purpose, struct curl_sockaddr *address)
{
    struct posting *p = state;

    (void)purpose;
    if (!p->target->allowed && !address_is_public(&address->addr)) {
        p->kept_out = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/* What is answered is of no interest beyond its status and a challenge; who goes on and on is cut off. */
static size_t pass_over(char *bytes, size_t size, size_t count, void *state)
{
    struct posting *p = state;

    if (p->answered < WEBHOOK_BODY) {
        size_t room = WEBHOOK_BODY - p->answered;

        memcpy(p->body + p->answered, bytes, size * count < room ? size * count : room);
    }
    p->answered += size * count;
    return p->answered > ANSWER_MOST ? 0 : size * count;
}

static struct curl_slist *fields(const struct webhook_signature *s)
{
    char field[FIELD_TEXT];
    struct curl_slist *list = curl_slist_append(NULL, "Content-Type: application/json");

    snprintf(field, sizeof(field), "Content-Digest: %s", s->digest);
    list = curl_slist_append(list, field);
    snprintf(field, sizeof(field), "Signature-Input: sig1=%s", s->input);
    list = curl_slist_append(list, field);
    snprintf(field, sizeof(field), "Signature: sig1=%s", s->signature);
    list = curl_slist_append(list, field);
    return curl_slist_append(list, "Expect:");
}

static const char *outcome_of(const struct posting *p, CURLcode code, long status)
{
    if (status != 0)
        return status >= 200 && status < 300 ? "taken" : "refused";
    if (p->kept_out)
        return "address_not_allowed";
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT: return "no_connection";
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION: return "no_tls";
    default: return "no_answer";
    }
}

static void set_options(CURL *curl, const char *url, struct posting *p, struct curl_slist *list,
                        h2o_iovec_t body)
{
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, p->target->allowed ? "http,https" : "https");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)WEBHOOK_SECONDS);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, p);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, list);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "chedang-webhook/1");
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)body.len);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.base);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, pass_over);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, p);
}

struct webhook_answer webhook_post(const struct keys *keys, const char *client, const char *url,
                                   const struct webhook_target *target, h2o_iovec_t body)
{
    struct posting p = {.target = target};
    struct webhook_signature signature;
    char nonce[TICKET_TEXT];
    CURL *curl = curl_easy_init();
    int64_t began = clock_monotonic();
    long status = 0;

    ticket_new(nonce);
    webhook_sign(keys, client, target, body, time(NULL), nonce, &signature);
    struct curl_slist *list = fields(&signature);
    set_options(curl, url, &p, list, body);
    CURLcode code = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    curl_slist_free_all(list);
    curl_easy_cleanup(curl);
    struct webhook_answer answer = {.status = (int)status,
                                    .ms = (int)((clock_monotonic() - began) / 1000000),
                                    .outcome = outcome_of(&p, code, status),
                                    .length = p.answered};
    memcpy(answer.body, p.body, sizeof(answer.body));
    return answer;
}
