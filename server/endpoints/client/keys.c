#include "endpoints/client/keys.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "core/public_key.h"
#include "core/seal.h"
#include "core/service.h"
#include "endpoints/page.h"
#include "http/form.h"
#include "http/reply.h"
#include "render/client_keys_page.h"
#include "store/asker.h"
#include "store/db.h"

enum { LONGEST_LABEL = 80, KID_TEXT = 17 };
enum { KID, KIND, LABEL, CREATED, USED, EXPIRES, STATE, DAYS_LEFT }; /* columns of client_keys_all.sql */
enum { ACT_AT, ACT_ADMIN, ACT, ACT_KID, ACT_LABEL };                 /* and of client_admin_acts.sql */

struct keys_flow {
    struct exchange *x;
    enum client_keys_notice notice;
    struct client_key_form form;
    struct client_keys keys;
    char secret[TOKEN_TEXT], kid[THUMBPRINT_TEXT];
};

static continuation keys_on_rows, keys_on_acts, secret_on_added, secret_on_client, public_on_added,
    end_form_on_rows, end_on_done;

static struct keys_flow *begin(struct exchange *x)
{
    struct keys_flow *k = exchange_new(x, struct keys_flow);

    k->x = x;
    return k;
}

static void show(struct keys_flow *k, enum client_keys_notice notice)
{
    k->notice = notice;
    db_read(k->x, QUERY_CLIENT_KEYS_ALL, DB_VALUES(administered_text(k->x)), keys_on_rows, k);
}

void keys_start(struct exchange *x)
{
    show(begin(x), query_is(x, "added") ? KEYS_ADDED : query_is(x, "ended") ? KEYS_ENDED : KEYS_PLAIN);
}

static void take_keys(struct keys_flow *k, const struct rows *rows)
{
    for (int row = 0; row < rows->count && k->keys.count < CLIENT_KEYS_MOST; row++)
        k->keys.key[k->keys.count++] = (struct client_key){
            .kid = exchange_kept(k->x, rows_text(rows, row, KID)),
            .kind = exchange_kept(k->x, rows_text(rows, row, KIND)),
            .label = exchange_kept(k->x, rows_text(rows, row, LABEL)),
            .state = exchange_kept(k->x, rows_text(rows, row, STATE)),
            .created_at = rows_number(rows, row, CREATED),
            .used_at = rows_number(rows, row, USED),
            .expires_at = rows_number(rows, row, EXPIRES),
            .days_left = (long)rows_number(rows, row, DAYS_LEFT),
        };
}

static void keys_on_rows(void *state, const struct answer *answer)
{
    struct keys_flow *k = state;

    if (failed(answer->fault)) {
        reply_fault(k->x, answer->fault);
        return;
    }
    take_keys(k, answer->rows);
    db_read(k->x, QUERY_CLIENT_ADMIN_ACTS, DB_VALUES(administered_text(k->x)), keys_on_acts, k);
}

static void keys_on_acts(void *state, const struct answer *answer)
{
    struct keys_flow *k = state;
    const struct rows *rows = answer->rows;

    if (failed(answer->fault)) {
        reply_fault(k->x, answer->fault);
        return;
    }
    for (int row = 0; row < rows->count && k->keys.act_count < CLIENT_ACTS_MOST; row++)
        k->keys.act[k->keys.act_count++] = (struct client_act){
            rows_number(rows, row, ACT_AT), rows_text(rows, row, ACT_ADMIN), rows_text(rows, row, ACT),
            rows_text(rows, row, ACT_KID), rows_text(rows, row, ACT_LABEL)};
    struct page page = page_for(k->x, "/platform/keys");
    reply_page(k->x, 200, client_keys_page(&page, k->notice, &k->form, &k->keys));
}

/* What both forms have. False for a label that is too long; a number of days that is not offered is not
 * the form's, and the usual one is taken. */
static bool read_form(struct keys_flow *k)
{
    const char *days = body_field(k->x, "days");

    k->form.label = body_field(k->x, "label");
    k->form.days = 180;
    for (const int *offered = client_key_days; days != NULL && *offered != 0; offered++)
        if (atoi(days) == *offered)
            k->form.days = *offered;
    return k->form.label != NULL && strlen(k->form.label) <= LONGEST_LABEL;
}

static void add(struct keys_flow *k, const char *kind, const uint8_t proof[HASH_BYTES], continuation *resume)
{
    struct exchange *x = k->x;

    db_write(x, QUERY_CLIENT_KEY_ADD,
             DB_VALUES(session_text(x), k->kid, kind, bytea_text(&x->pool, proof, HASH_BYTES), k->form.label,
                       exchange_text(x, "%d", k->form.days)),
             resume, k);
}

void key_secret_start(struct exchange *x)
{
    struct keys_flow *k = begin(x);
    char ticket[TICKET_TEXT];

    if (!page_form_is_ours(x))
        return;
    if (!read_form(k)) {
        show(k, KEYS_LABEL_WRONG);
        return;
    }
    token_new(k->secret);
    ticket_new(ticket);
    memcpy(k->kid, ticket, KID_TEXT - 1);
    struct keyed_hash hash = keyed_hash(x->service->keys, KEY_TOKEN, k->secret, strlen(k->secret));
    add(k, "secret", hash.bytes, secret_on_added);
}

/* What came of adding a key that was not added. */
static void show_fate(struct keys_flow *k, const char *fate)
{
    if (strcmp(fate, "gone") == 0)
        reply_fault(k->x, FAULT_SIGNED_OUT);
    else
        show(k, strcmp(fate, "full") == 0 ? KEYS_FULL : KEYS_TAKEN);
}

static void secret_on_added(void *state, const struct answer *answer)
{
    struct keys_flow *k = state;

    if (failed(answer->fault))
        reply_fault(k->x, answer->fault);
    else if (strcmp(rows_text(answer->rows, 0, 0), "added") != 0)
        show_fate(k, rows_text(answer->rows, 0, 0));
    else
        db_read(k->x, QUERY_CLIENT_OVERVIEW, DB_VALUES(client_admin_text(k->x)), secret_on_client, k);
}

/* The key is there whatever comes of this: the secret has to be shown now or never. */
static void secret_on_client(void *state, const struct answer *answer)
{
    struct keys_flow *k = state;
    bool known = !failed(answer->fault) && answer->rows->count == 1;
    struct page page = page_for(k->x, "/platform/keys");

    reply_page(k->x, 200,
               client_key_made_page(&page, known ? rows_text(answer->rows, 0, 1) : NULL, k->kid, k->secret,
                                    &k->form));
    sodium_memzero(k->secret, sizeof(k->secret));
}

void key_public_start(struct exchange *x)
{
    struct keys_flow *k = begin(x);
    uint8_t key[PUBLIC_KEY_BYTES];

    if (!page_form_is_ours(x))
        return;
    k->form.key = body_text(x, "key");
    if (!read_form(k))
        show(k, KEYS_LABEL_WRONG_PUBLIC);
    else if (k->form.key == NULL || !public_key_parse(k->form.key, strlen(k->form.key), key))
        show(k, KEYS_PUBLIC_WRONG);
    else {
        public_key_thumbprint(key, k->kid);
        add(k, "ed25519", key, public_on_added);
    }
}

static void public_on_added(void *state, const struct answer *answer)
{
    struct keys_flow *k = state;

    if (failed(answer->fault))
        reply_fault(k->x, answer->fault);
    else if (strcmp(rows_text(answer->rows, 0, 0), "added") != 0)
        show_fate(k, rows_text(answer->rows, 0, 0));
    else
        reply_redirect(k->x, "/platform/keys?added");
}

void key_end_form_start(struct exchange *x)
{
    db_read(x, QUERY_CLIENT_KEYS_ALL, DB_VALUES(administered_text(x)), end_form_on_rows, begin(x));
}

static void end_form_on_rows(void *state, const struct answer *answer)
{
    struct keys_flow *k = state;
    struct exchange *x = k->x;
    const char *kid = segment_text(x, 0);
    const struct client_key *found = NULL;
    size_t counting = 0;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    take_keys(k, answer->rows);
    for (size_t i = 0; i < k->keys.count; i++) {
        counting += strcmp(k->keys.key[i].state, "good") == 0;
        if (strcmp(k->keys.key[i].kid, kid) == 0 && strcmp(k->keys.key[i].state, "ended") != 0)
            found = &k->keys.key[i];
    }
    if (found == NULL) {
        reply_fault(x, FAULT_PATH_UNKNOWN);
        return;
    }
    struct page page = page_for(x, exchange_text(x, "/platform/keys/%s/end", found->kid));
    reply_page(x, 200, client_key_end_page(&page, found, counting == 1 && strcmp(found->state, "good") == 0));
}

void key_end_start(struct exchange *x)
{
    if (page_form_is_ours(x))
        db_write(x, QUERY_CLIENT_KEY_END_OWN, DB_VALUES(session_text(x), segment_text(x, 0)), end_on_done, x);
}

/* Sent twice, it is ended all the same. */
static void end_on_done(void *state, const struct answer *answer)
{
    struct exchange *x = state;

    if (failed(answer->fault))
        reply_fault(x, answer->fault);
    else
        reply_redirect(x, rows_true(answer->rows, 0, 0) ? "/platform/keys?ended" : "/platform/keys");
}
