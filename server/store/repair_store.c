#include "store/repair_store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <h2o.h>

#include <sodium.h>

#include "core/seal.h"
#include "store/history_store.h"
#include "store/repair_detail.h"

enum { NUMBER_TEXT = 24 };

static const char *number_text(h2o_mem_pool_t *pool, int64_t number)
{
    char *text = h2o_mem_alloc_pool(pool, NUMBER_TEXT);

    snprintf(text, NUMBER_TEXT, "%lld", (long long)number);
    return text;
}

static const char *day_text(h2o_mem_pool_t *pool, struct date date)
{
    return date_known(date) ? date_text(date, h2o_mem_alloc_pool(pool, DATE_TEXT)) : NULL;
}

static const char *set_text(h2o_mem_pool_t *pool, enum code_list list, uint64_t set)
{
    char text[CODES_TEXT];

    return h2o_strdup(pool, codes_text(list, set, text), SIZE_MAX).base;
}

static const char *findings_text(h2o_mem_pool_t *pool, finding_set findings)
{
    char *text = h2o_mem_alloc_pool(pool, FINDING_COUNT * 8 + 1), *end = text;

    *end = '\0';
    for (enum finding f = 0; f < FINDING_COUNT; f++)
        if (findings & FINDING_BIT(f))
            end += sprintf(end, "%s%s", end == text ? "" : ",", finding_code(f));
    return text;
}

static const char *index_text(h2o_mem_pool_t *pool, const struct blind_index *index)
{
    return bytea_text(pool, index->bytes, sizeof(index->bytes));
}

static struct blind_index index_of(const struct keys *keys, enum key_purpose column, const char *text)
{
    return blind_index(keys, column, text, strlen(text));
}

static void add(crypto_generichash_state *state, const char *text)
{
    text = text == NULL ? "\x01" : text; /* absent is not empty */
    crypto_generichash_update(state, (const uint8_t *)text, strlen(text) + 1);
}

static void add_amount(crypto_generichash_state *state, struct amount amount)
{
    crypto_generichash_update(state, (const uint8_t *)&amount.hundredths, sizeof(amount.hundredths));
    add(state, amount.known ? "k" : "u");
}

static void add_price(crypto_generichash_state *state, const char *list, size_t i, struct amount price)
{
    if (!price.known)
        return;
    add(state, list);
    crypto_generichash_update(state, (const uint8_t *)&i, sizeof(i));
    add_amount(state, price);
}

/* What most programs do not send adds nothing where it is not sent. */
static void add_money(crypto_generichash_state *state, const struct record *r)
{
    for (size_t i = 0; i < r->work_count; i++)
        add_price(state, "work", i, r->works[i].price);
    for (size_t i = 0; i < r->part_count; i++)
        add_price(state, "part", i, r->parts[i].price);
    for (size_t i = 0; i < r->fee_count; i++) {
        add(state, "fee");
        add(state, r->fees[i].name);
        add_price(state, "fee", i, r->fees[i].price);
    }
    add_price(state, "total", 0, r->total);
}

static void add_kind(crypto_generichash_state *state, const struct record *r)
{
    char kind[NUMBER_TEXT * 2];

    if (r->fuel == 0 && r->use == USE_UNKNOWN && r->brought_minute == 0)
        return;
    snprintf(kind, sizeof(kind), "%c/%d/%d", r->fuel == 0 ? '-' : r->fuel, (int)r->use, r->brought_minute);
    add(state, kind);
}

/* Over what was understood, not over the bytes: another order of keys or another spelling of a number is no
 * change. */
static struct keyed_hash content_of(const struct keys *keys, const struct submission *s)
{
    const struct record *r = &s->record;
    crypto_generichash_state state;
    char brought_on[DATE_TEXT], settled_on[DATE_TEXT], odometer[NUMBER_TEXT];
    struct keyed_hash hash;

    crypto_generichash_init(&state, keys->key[KEY_CONTENT], KEY_BYTES, HASH_BYTES);
    snprintf(odometer, sizeof(odometer), "%ld", r->odometer_km);
    add(&state, s->vin.text);
    add(&state, date_text(r->brought_on, brought_on));
    add(&state, date_text(r->settled_on, settled_on));
    add(&state, odometer);
    add(&state, r->plate);
    add(&state, r->settlement_no);
    add(&state, r->company_name);
    add(&state, r->fault);
    for (size_t i = 0; i < r->work_count; i++) {
        add(&state, r->works[i].name);
        add_amount(&state, r->works[i].hours);
    }
    add(&state, "parts");
    for (size_t i = 0; i < r->part_count; i++) {
        add(&state, r->parts[i].name);
        add(&state, r->parts[i].code);
        add_amount(&state, r->parts[i].quantity);
    }
    for (size_t i = 0; i < r->unread_count; i++) {
        add(&state, r->unread[i].field);
        add(&state, r->unread[i].text);
    }
    add_money(&state, r);
    add_kind(&state, r);
    crypto_generichash_final(&state, hash.bytes, sizeof(hash.bytes));
    return hash;
}

/* What a kept message is bound to. */
struct row_of_message {
    int64_t workshop;
    uint8_t content[HASH_BYTES];
};

static struct row_of_message row_of(int64_t workshop, const uint8_t content[HASH_BYTES])
{
    struct row_of_message row = {.workshop = workshop};

    memcpy(row.content, content, HASH_BYTES);
    return row;
}

_Static_assert(sizeof(struct row_of_message) == sizeof(int64_t) + HASH_BYTES, "no padding");

static const char *message_sealed(h2o_mem_pool_t *pool, const struct keys *keys, const char *column,
                                  int64_t workshop, const struct keyed_hash *content, h2o_iovec_t message)
{
    struct row_of_message row = row_of(workshop, content->bytes);
    struct seal_place place = {column, &row, sizeof(row)};
    h2o_iovec_t sealed = seal(pool, keys, KEY_SEAL, place, message);

    return bytea_text(pool, sealed.base, sealed.len);
}

/* Without a number the content is the identity. */
static struct blind_index number_of(h2o_mem_pool_t *pool, const struct keys *keys, const char *number,
                                    const struct keyed_hash *content)
{
    if (number == NULL)
        number = bytea_text(pool, content->bytes, sizeof(content->bytes));
    return index_of(keys, KEY_NUMBER, number);
}

void repair_row_read(h2o_mem_pool_t *pool, const struct keys *keys, const struct submission *s,
                     int64_t workshop, struct repair_row *row)
{
    const struct record *r = &s->record;

    *row = (struct repair_row){
        .vehicle = vehicle_key_of(keys, &s->vin),
        .vin = s->vin,
        .workshop = workshop,
        .content = content_of(keys, s),
        .brought_on = r->brought_on,
        .settled_on = r->settled_on,
        .odometer_km = r->odometer_km,
        .works = set_text(pool, CODES_OF_WORK, r->works_coded),
        .parts = set_text(pool, CODES_OF_PARTS, r->parts_coded),
        .signals = set_text(pool, CODES_OF_SIGNALS, r->signals),
        .findings = findings_text(pool, s->findings),
        .plated = r->plate != NULL,
        .fuel = r->fuel == 0 ? NULL : h2o_strdup(pool, &r->fuel, 1).base,
        .use = r->use,
        .brought_minute = r->brought_minute,
    };
    row->number = number_of(pool, keys, r->settlement_no, &row->content);
    if (row->plated)
        row->plate = index_of(keys, KEY_PLATE, r->plate);
    row->detail = repair_detail_seal(pool, keys, &row->vehicle, workshop, r);
}

void repair_row_parameters(h2o_mem_pool_t *pool, const struct keys *keys, const struct repair_row *row,
                           const char *family, h2o_iovec_t message, const char *parameters[ACCEPT_PARAMETERS])
{
    const char *all[ACCEPT_PARAMETERS] = {
        vehicle_key_text(pool, &row->vehicle),
        vehicle_vin_seal(pool, keys, &row->vehicle, &row->vin),
        number_text(pool, row->workshop),
        index_text(pool, &row->number),
        bytea_text(pool, row->content.bytes, sizeof(row->content.bytes)),
        day_text(pool, row->brought_on),
        day_text(pool, row->settled_on),
        row->odometer_km == ODOMETER_UNKNOWN ? NULL : number_text(pool, row->odometer_km),
        row->works,
        row->parts,
        row->signals,
        row->findings,
        row->plated ? index_text(pool, &row->plate) : NULL,
        bytea_text(pool, row->detail.base, row->detail.len),
        family,
        message.len == 0 ? NULL
                         : message_sealed(pool, keys, "message.body", row->workshop, &row->content, message),
        row->fuel,
        row->use == USE_UNKNOWN ? NULL : number_text(pool, row->use),
        row->brought_minute == 0 ? NULL : number_text(pool, row->brought_minute),
    };

    memcpy(parameters, all, sizeof(all));
}

void repair_accept_parameters(h2o_mem_pool_t *pool, const struct keys *keys, const struct submission *s,
                              int64_t workshop, const char *family, h2o_iovec_t message,
                              const char *parameters[ACCEPT_PARAMETERS])
{
    struct repair_row row;

    repair_row_read(pool, keys, s, workshop, &row);
    repair_row_parameters(pool, keys, &row, family, message, parameters);
}

/* A program that sends the same again has got itself another token meanwhile. */
struct keyed_hash quarantine_content(const struct keys *keys, h2o_iovec_t message, const char *token)
{
    crypto_generichash_state state;
    struct keyed_hash hash;
    const uint8_t *begin = (const uint8_t *)message.base, *end = begin + message.len,
                  *at = memmem(begin, message.len, token, strlen(token));

    crypto_generichash_init(&state, keys->key[KEY_CONTENT], KEY_BYTES, HASH_BYTES);
    if (at != NULL) {
        crypto_generichash_update(&state, begin, (size_t)(at - begin));
        begin = at + strlen(token);
    }
    crypto_generichash_update(&state, begin, (size_t)(end - begin));
    crypto_generichash_final(&state, hash.bytes, sizeof(hash.bytes));
    return hash;
}

void quarantine_parameters(h2o_mem_pool_t *pool, const struct keys *keys, int64_t workshop,
                           const char *family, const char *reason, const char *token, h2o_iovec_t message,
                           const char *parameters[QUARANTINE_PARAMETERS])
{
    struct keyed_hash content = quarantine_content(keys, message, token);
    const char *all[QUARANTINE_PARAMETERS] = {
        number_text(pool, workshop),
        family,
        reason,
        bytea_text(pool, content.bytes, sizeof(content.bytes)),
        message_sealed(pool, keys, "quarantine.body", workshop, &content, message),
    };

    memcpy(parameters, all, sizeof(all));
}

static bool message_opened(h2o_mem_pool_t *pool, const struct keys *keys, const char *column,
                           int64_t workshop, h2o_iovec_t content, h2o_iovec_t sealed, h2o_iovec_t *message)
{
    if (content.len != HASH_BYTES)
        return false;
    struct row_of_message row = row_of(workshop, (const uint8_t *)content.base);
    struct seal_place place = {column, &row, sizeof(row)};

    return unseal(pool, keys, KEY_SEAL, place, sealed, message);
}

bool quarantine_open(h2o_mem_pool_t *pool, const struct keys *keys, int64_t workshop, h2o_iovec_t content,
                     h2o_iovec_t body, h2o_iovec_t *message)
{
    return message_opened(pool, keys, "quarantine.body", workshop, content, body, message);
}

void quarantine_attribute_parameters(h2o_mem_pool_t *pool, const struct keys *keys,
                                     const struct submission *s, int64_t workshop, const char *family,
                                     int64_t quarantine, const char *parameters[ATTRIBUTE_PARAMETERS])
{
    repair_accept_parameters(pool, keys, s, workshop, family, h2o_iovec_init(NULL, 0), parameters);
    parameters[ACCEPT_PARAMETERS] = number_text(pool, quarantine);
}

struct blind_index repair_number_index(const struct keys *keys, const char *number)
{
    return index_of(keys, KEY_NUMBER, number);
}

bool repair_message_open(h2o_mem_pool_t *pool, const struct keys *keys, int64_t workshop, h2o_iovec_t content,
                         h2o_iovec_t sealed, h2o_iovec_t *message)
{
    return message_opened(pool, keys, "message.body", workshop, content, sealed, message);
}
