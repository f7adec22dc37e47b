#include "endpoints/certificate/log.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "certificate/merkle.h"
#include "certificate/tree_head.h"
#include "core/date.h"
#include "core/json_text.h"
#include "core/service.h"
#include "endpoints/certificate/held.h"
#include "endpoints/certificate/published.h"
#include "http/form.h"
#include "http/reply.h"
#include "store/certificate_store.h"
#include "store/db.h"

enum { HASH_HEX = MERKLE_HASH_HEX - 1, NUMBER_DIGITS = 15, ENTRIES_MOST = 1000 };

/* A head that is signed, and who wants it. */
struct head_flow {
    struct exchange *x;
    int64_t size;
    h2o_iovec_t document;
    void (*resume)(void *state);
    void *state;
};

struct envelope {
    struct exchange *x;
    h2o_iovec_t credential;
    struct head_flow head;
    int64_t place;
    void (*resume)(void *state, h2o_iovec_t envelope);
    void *state;
};

/* What a proof was asked for. */
struct range {
    struct exchange *x;
    int64_t from, to;
    const char *leaf;
};

static continuation head_on_row, head_on_put, envelope_on_path, proof_on_row, consistency_on_row,
    entries_on_row;
static void envelope_on_head(void *state);

static const char *number_text(struct exchange *x, int64_t number)
{
    return exchange_text(x, "%lld", (long long)number);
}

/* Canonical JSON; without a base when it cannot be signed. */
static h2o_iovec_t sign_head(struct exchange *x, const struct rows *rows, const uint8_t seed[SEED_BYTES])
{
    enum { SIZE, ROOT };
    struct tree_head head = {.issuer = certificate_issuer(x),
                             .size = (uint64_t)rows_number(rows, 0, SIZE),
                             .timestamp = clock_wall() / 1000000};
    h2o_iovec_t bytes = {NULL, 0};

    if (!merkle_hex_read(rows_text(rows, 0, ROOT), &head.root) ||
        !tree_head_make(&x->pool, &head, seed, &bytes))
        bytes.base = NULL;
    return bytes;
}

/* The log's head as it is now, signed. */
static void head_find(struct exchange *x, struct head_flow *h, void (*resume)(void *state), void *state)
{
    *h = (struct head_flow){.x = x, .resume = resume, .state = state};
    db_read(x, QUERY_CERTIFICATE_LOG_HEAD, (struct db_values){0}, head_on_row, h);
}

static void head_on_row(void *state, const struct answer *answer)
{
    enum { SIZE, ROOT, DOCUMENT, SIGNING };
    struct head_flow *h = state;
    struct exchange *x = h->x;
    const struct rows *rows = answer->rows;
    struct signing signing;
    uint8_t seed[SEED_BYTES];

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    h->size = rows_number(rows, 0, SIZE);
    const char *known = rows_text(rows, 0, DOCUMENT);
    if (known != NULL) {
        h->document = h2o_strdup(&x->pool, known, SIZE_MAX);
        h->resume(h->state);
        return;
    }
    if (!signing_read(&x->pool, rows, 0, SIGNING, &signing)) {
        reply_fault(x, FAULT_NO_SIGNING_KEY);
        return;
    }
    bool opened = signing_open(x->service->keys, &signing, seed);
    if (opened)
        h->document = sign_head(x, rows, seed);
    sodium_memzero(seed, sizeof(seed));
    if (h->document.base == NULL)
        reply_fault(x, signing_refused(opened));
    else
        db_write(x, QUERY_CERTIFICATE_HEAD_PUT,
                 DB_VALUES(number_text(x, h->size), exchange_kept(x, signing.kid),
                           exchange_kept(x, rows_text(rows, 0, ROOT)),
                           exchange_text(x, "%.*s", (int)h->document.len, h->document.base)),
                 head_on_put, h);
}

static void head_on_put(void *state, const struct answer *answer)
{
    struct head_flow *h = state;

    if (failed(answer->fault))
        reply_fault(h->x, answer->fault);
    else
        h->resume(h->state);
}

static void head_reply(void *state)
{
    struct head_flow *h = state;

    published_reply(h->x, h2o_concat(&h->x->pool, h->document, h2o_iovec_init(H2O_STRLIT("\n"))));
}

void log_head_start(struct exchange *x)
{
    struct head_flow *h = exchange_new(x, struct head_flow);

    head_find(x, h, head_reply, h);
}

/* Hashes in hex, a blank between them, as a list. */
static void put_hashes(struct json_text *t, const char *hashes)
{
    char hash[MERKLE_HASH_HEX] = "";

    json_raw(t, "[");
    for (const char *at = hashes; at != NULL && strlen(at) >= HASH_HEX;
         at += HASH_HEX + (at[HASH_HEX] == ' ')) {
        memcpy(hash, at, HASH_HEX);
        json_raw(t, at == hashes ? "" : ",");
        json_string_put(t, hash);
    }
    json_raw(t, "]");
}

void log_envelope(struct exchange *x, h2o_iovec_t credential, int64_t place,
                  void (*resume)(void *state, h2o_iovec_t envelope), void *state)
{
    struct envelope *e = exchange_new(x, struct envelope);

    *e =
        (struct envelope){.x = x, .credential = credential, .place = place, .resume = resume, .state = state};
    head_find(x, &e->head, envelope_on_head, e);
}

static void envelope_on_head(void *state)
{
    struct envelope *e = state;

    db_read(e->x, QUERY_CERTIFICATE_LOG_PATH,
            DB_VALUES(number_text(e->x, e->place), number_text(e->x, e->head.size)), envelope_on_path, e);
}

/* Hashes in hex, a blank between them. */
static bool read_path(const char *hashes, struct merkle_path *path)
{
    char hash[MERKLE_HASH_HEX] = "";

    path->length = 0;
    for (const char *at = hashes; at != NULL && strlen(at) >= HASH_HEX;
         at += HASH_HEX + (at[HASH_HEX] == ' ')) {
        memcpy(hash, at, HASH_HEX);
        if (path->length == MERKLE_PATH_MOST || !merkle_hex_read(hash, &path->hash[path->length++]))
            return false;
    }
    return true;
}

static void envelope_on_path(void *state, const struct answer *answer)
{
    struct envelope *e = state;
    struct merkle_path path;

    if (failed(answer->fault) || !read_path(rows_text(answer->rows, 0, 0), &path))
        reply_fault(e->x, failed(answer->fault) ? answer->fault : FAULT_BUG);
    else
        e->resume(e->state, envelope_make(&e->x->pool, e->credential, e->head.document,
                                          (uint64_t)e->head.size, (uint64_t)e->place, &path));
}

static void put_path(struct json_text *t, int64_t size, int64_t index, const char *path)
{
    json_raw(t, "{\"size\":");
    json_number_put(t, size);
    json_raw(t, ",\"index\":");
    json_number_put(t, index);
    json_raw(t, ",\"path\":");
    put_hashes(t, path);
}

/* A number behind the question mark; false after an answer. */
static bool read_number(struct exchange *x, const char *name, int64_t *number)
{
    const char *text = query_field(x, name);
    size_t length = text == NULL ? 0 : strlen(text);

    if (length > 0 && length <= NUMBER_DIGITS && strspn(text, "0123456789") == length) {
        *number = strtoll(text, NULL, 10);
        return true;
    }
    reply_problem(x, FAULT_FIELD_INVALID, exchange_text(x, "%s is a number, 0 or more.", name),
                  exchange_text(x, "/%s", name), NULL);
    return false;
}

static struct range *range_new(struct exchange *x)
{
    struct range *r = exchange_new(x, struct range);

    r->x = x;
    return r;
}

void log_proof_start(struct exchange *x)
{
    struct range *r = range_new(x);

    r->leaf = query_field(x, "leaf");
    if (r->leaf == NULL || strlen(r->leaf) != HASH_HEX || strspn(r->leaf, "0123456789abcdef") != HASH_HEX)
        reply_problem(x, FAULT_FIELD_INVALID,
                      "leaf is the leaf's hash: 64 characters of hex, in small letters.", "/leaf", NULL);
    else if (read_number(x, "size", &r->to))
        db_read(x, QUERY_CERTIFICATE_LOG_PROOF,
                DB_VALUES(exchange_text(x, "\\x%s", r->leaf), number_text(x, r->to)), proof_on_row, r);
}

static void proof_on_row(void *state, const struct answer *answer)
{
    struct range *r = state;
    struct exchange *x = r->x;
    struct json_text t = json_text_new(&x->pool, 4096);

    if (failed(answer->fault) || answer->rows->count == 0) {
        reply_fault(x, failed(answer->fault) ? answer->fault : FAULT_LOG_UNKNOWN);
        return;
    }
    put_path(&t, r->to, rows_number(answer->rows, 0, 0), rows_text(answer->rows, 0, 1));
    json_raw(&t, "}\n");
    published_reply(x, json_text_bytes(&t));
}

/* `name`: with the comma before it and the colon behind it. */
static void reply_hashes(const struct range *r, const char *name, const char *hashes)
{
    struct json_text t = json_text_new(&r->x->pool, 4096);

    json_raw(&t, "{\"from\":");
    json_number_put(&t, r->from);
    json_raw(&t, ",\"to\":");
    json_number_put(&t, r->to);
    json_raw(&t, name);
    put_hashes(&t, hashes);
    json_raw(&t, "}\n");
    published_reply(r->x, json_text_bytes(&t));
}

void log_consistency_start(struct exchange *x)
{
    struct range *r = range_new(x);

    if (!read_number(x, "from", &r->from) || !read_number(x, "to", &r->to))
        return;
    if (r->from == 0 || r->from > r->to)
        reply_problem(x, FAULT_FIELD_INVALID, "from is 1 or more, and not more than to.", "/from", NULL);
    else
        db_read(x, QUERY_CERTIFICATE_LOG_CONSISTENCY,
                DB_VALUES(number_text(x, r->from), number_text(x, r->to)), consistency_on_row, r);
}

static void consistency_on_row(void *state, const struct answer *answer)
{
    struct range *r = state;

    if (failed(answer->fault) || answer->rows->count == 0) {
        reply_fault(r->x, failed(answer->fault) ? answer->fault : FAULT_LOG_UNKNOWN);
        return;
    }
    reply_hashes(r, ",\"path\":", rows_text(answer->rows, 0, 0));
}

void log_entries_start(struct exchange *x)
{
    struct range *r = range_new(x);

    if (!read_number(x, "from", &r->from) || !read_number(x, "to", &r->to))
        return;
    if (r->from > r->to || r->to - r->from >= ENTRIES_MOST)
        reply_problem(x, FAULT_FIELD_INVALID, "from to to, that one too, are at most 1,000 entries.", "/to",
                      NULL);
    else
        db_read(x, QUERY_CERTIFICATE_LOG_ENTRIES, DB_VALUES(number_text(x, r->from), number_text(x, r->to)),
                entries_on_row, r);
}

static void entries_on_row(void *state, const struct answer *answer)
{
    struct range *r = state;

    if (failed(answer->fault) || r->to >= rows_number(answer->rows, 0, 0)) {
        reply_fault(r->x, failed(answer->fault) ? answer->fault : FAULT_LOG_UNKNOWN);
        return;
    }
    reply_hashes(r, ",\"leaves\":", rows_text(answer->rows, 0, 1));
}
