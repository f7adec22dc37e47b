#include "certificate/check.h"

#include <string.h>
#include <strings.h>

#include <h2o.h>

#include "certificate/credential.h"
#include "certificate/paper_code.h"
#include "certificate/tree_head.h"
#include "core/canonical_json.h"

const char *check_code(enum check_verdict verdict)
{
#define VERDICT(name, code) code,
    static const char *const codes[] = {CHECK_VERDICTS(VERDICT)};
#undef VERDICT

    return codes[verdict];
}

const char *check_cause_code(enum check_cause cause)
{
    static const char *const codes[] = {
        [CAUSE_NONE] = "",
        [CAUSE_TOO_LARGE] = "too_large",
        [CAUSE_NOT_A_CERTIFICATE] = "not_a_certificate",
        [CAUSE_KEY_NOT_LISTED] = "key_not_listed",
        [CAUSE_KEY_NOT_THEN] = "key_not_then",
        [CAUSE_KEY_ENDED] = "key_ended",
        [CAUSE_OTHER_ISSUER] = "other_issuer",
        [CAUSE_SIGNATURE] = "signature",
        [CAUSE_INCLUSION] = "inclusion",
    };

    return codes[cause];
}

const char *check_log_code(enum check_log log)
{
    static const char *const codes[] = {
        [LOG_NONE] = "none",   [LOG_PROVEN] = "proven",           [LOG_UNPROVEN] = "unproven",
        [LOG_WRONG] = "wrong", [LOG_UNKNOWN_KEY] = "unknown_key",
    };

    return codes[log];
}

struct checking {
    h2o_mem_pool_t *pool;
    const struct check_means *means;
    struct check *check;
    const json_t *inclusion; /* of the envelope, for this leaf; NULL: there is none */
    struct merkle_hash leaf;
};

/* Every step that ends it says so here; false, so that no further one is taken. */
static bool end(struct checking *c, enum check_verdict verdict, enum check_cause cause)
{
    c->check->verdict = verdict;
    c->check->cause = cause;
    return false;
}

static bool of_trusted_issuer(struct checking *c, const struct claims *claims)
{
    return strcmp(claims->issuer, c->means->trust->issuer) == 0 ||
           end(c, CHECK_UNKNOWN_KEY, CAUSE_OTHER_ISSUER);
}

static bool key_was_good(struct checking *c, const struct trusted_key *key, int64_t issued_at)
{
    if (trusted_key_signs(key, issued_at))
        return true;
    return end(c, CHECK_UNKNOWN_KEY,
               key->ended_from != 0 && issued_at >= key->ended_from ? CAUSE_KEY_ENDED : CAUSE_KEY_NOT_THEN);
}

/* What is wrong whoever signed the head is told apart from a head that merely proves nothing. */
static enum check_log judge_inclusion(struct checking *c)
{
    const struct trust_list *trust = c->means->trust;
    struct inclusion inclusion;
    const struct trusted_key *key;

    if (!inclusion_read(c->pool, c->inclusion, &inclusion) || !inclusion_holds(&inclusion, &c->leaf) ||
        strcmp(inclusion.head.issuer, trust->issuer) != 0)
        return LOG_WRONG;
    key = trust_find(trust, inclusion.head.kid);
    if (key == NULL)
        return LOG_UNKNOWN_KEY;
    if (!tree_head_holds(inclusion.head_object, key->key))
        return LOG_WRONG;
    return key->ended_from == 0 && trusted_key_signs(key, inclusion.head.timestamp) ? LOG_PROVEN
                                                                                    : LOG_UNPROVEN;
}

/* What is the same of both encodings once the signature holds. */
static bool check_signed(struct checking *c, const struct trusted_key *key, const struct claims *claims)
{
    if (!of_trusted_issuer(c, claims) || !key_was_good(c, key, claims->issued_at))
        return false;
    if (c->inclusion != NULL)
        c->check->log = judge_inclusion(c);
    if (c->check->log == LOG_WRONG)
        return end(c, CHECK_ALTERED, CAUSE_INCLUSION);
    if (c->check->log == LOG_UNKNOWN_KEY)
        return end(c, CHECK_UNKNOWN_KEY, CAUSE_KEY_NOT_LISTED);
    if (key->ended_from != 0 && c->check->log != LOG_PROVEN)
        return end(c, CHECK_UNCONFIRMED, CAUSE_KEY_ENDED);
    c->check->claims = *claims;
    c->check->signature_held = true;
    strcpy(c->check->kid, key->kid);
    return true;
}

static bool check_paper(struct checking *c, const char *text, size_t length)
{
    struct paper_code code;
    const struct trusted_key *key;

    c->check->on_paper = true;
    if (!paper_code_read(c->pool, text, length, &code))
        return end(c, CHECK_UNREADABLE, CAUSE_NOT_A_CERTIFICATE);
    key = trust_find_paper(c->means->trust, code.signed_by.kid);
    if (key == NULL)
        return end(c, CHECK_UNKNOWN_KEY, CAUSE_KEY_NOT_LISTED);
    if (!paper_code_holds(&code, key->key))
        return end(c, CHECK_ALTERED, CAUSE_SIGNATURE);
    return check_signed(c, key, &code.claims);
}

static bool check_credential(struct checking *c, json_t *document)
{
    struct credential credential;
    const struct trusted_key *key;

    if (!credential_read(c->pool, document, &credential))
        return end(c, CHECK_UNREADABLE, CAUSE_NOT_A_CERTIFICATE);
    key = trust_find(c->means->trust, credential.proof.kid);
    if (key == NULL)
        return end(c, CHECK_UNKNOWN_KEY, CAUSE_KEY_NOT_LISTED);
    if (!proof_holds(&credential.proof, key->key))
        return end(c, CHECK_ALTERED, CAUSE_SIGNATURE);
    return credential_is_exact(document, &credential.claims)
               ? check_signed(c, key, &credential.claims)
               : end(c, CHECK_UNREADABLE, CAUSE_NOT_A_CERTIFICATE);
}

static bool check_envelope(struct checking *c, json_t *envelope)
{
    json_t *credential = json_object_get(envelope, "credential");
    const json_t *inclusion = json_object_get(envelope, "inclusion");
    h2o_iovec_t leaf = canonical_json(c->pool, credential);

    if (json_object_size(envelope) != (inclusion == NULL ? 1 : 2) || leaf.base == NULL)
        return end(c, CHECK_UNREADABLE, CAUSE_NOT_A_CERTIFICATE);
    c->inclusion = inclusion;
    c->leaf = merkle_leaf(leaf.base, leaf.len);
    return check_credential(c, credential);
}

static bool check_json(struct checking *c, const char *text, size_t length)
{
    json_t *object = canonical_json_read(text, length);
    bool held;

    if (object == NULL)
        return end(c, CHECK_UNREADABLE, CAUSE_NOT_A_CERTIFICATE);
    held = json_object_get(object, "credential") != NULL ? check_envelope(c, object)
                                                         : check_credential(c, object);
    json_decref(object);
    return held;
}

static void look_up_status(struct checking *c)
{
    const struct status_list *list = c->means->status;
    struct check *check = c->check;

    if (list == NULL || strcmp(list->issuer, check->claims.issuer) != 0 ||
        check->claims.status_index >= list->entries)
        return;
    check->status_known = true;
    check->status_at = list->made_at;
    check->status = status_get(list->bits, check->claims.status_index);
}

/* A status that has no meaning yet is no good one. */
static enum check_verdict verdict_of_status(const struct check *check)
{
    static const enum check_verdict of[] = {[STATUS_VALID] = CHECK_GENUINE,
                                            [STATUS_SUPERSEDED] = CHECK_SUPERSEDED,
                                            [STATUS_WITHDRAWN] = CHECK_WITHDRAWN,
                                            [STATUS_RESERVED] = CHECK_WITHDRAWN};

    return check->status_known ? of[check->status] : CHECK_GENUINE;
}

static void check_time(struct checking *c)
{
    struct check *check = c->check;

    look_up_status(c);
    check->too_early = check->claims.issued_at > c->means->now + CHECK_CLOCK_SECONDS;
    check->verdict = c->means->now >= claims_end(&check->claims) ? CHECK_EXPIRED : verdict_of_status(check);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

void check_certificate(h2o_mem_pool_t *pool, const char *bytes, size_t length,
                       const struct check_means *means, struct check *check)
{
    struct checking c = {.pool = pool, .means = means, .check = check};
    bool held;

    *check = (struct check){.verdict = CHECK_UNREADABLE};
    for (; length > 0 && is_blank(bytes[0]); bytes++)
        length--;
    while (length > 0 && is_blank(bytes[length - 1]))
        length--;
    if (length > CHECK_BYTES_MOST) {
        end(&c, CHECK_UNREADABLE, CAUSE_TOO_LARGE);
        return;
    }
    held = length > 0 && bytes[0] == '{' ? check_json(&c, bytes, length) : check_paper(&c, bytes, length);
    if (held)
        check_time(&c);
}

bool check_status_list(const struct trust_list *trust, const struct status_list *list,
                       const struct proof *proof)
{
    const struct trusted_key *key = trust_find(trust, proof->kid);

    return key != NULL && key->ended_from == 0 && strcmp(list->issuer, trust->issuer) == 0 &&
           trusted_key_signs(key, list->made_at) && proof_holds(proof, key->key);
}
