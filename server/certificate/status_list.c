#include "certificate/status_list.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <h2o.h>
#include <sodium.h>
#include <zlib.h>

#include "certificate/claims.h"
#include "core/canonical_json.h"
#include "core/utc_text.h"

enum { ADDRESS_TEXT = 160, GZIP = 16, BASE64 = sodium_base64_VARIANT_URLSAFE_NO_PADDING, GZIP_EXTRA = 64 };

static unsigned shift_of(unsigned index)
{
    return 6 - index % STATUS_PER_BYTE * 2;
}

void status_put(uint8_t *bits, unsigned index, enum certificate_status status)
{
    uint8_t *byte = &bits[index / STATUS_PER_BYTE];

    *byte = (uint8_t)((*byte & ~(3u << shift_of(index))) | (unsigned)status << shift_of(index));
}

enum certificate_status status_get(const uint8_t *bits, unsigned index)
{
    return (enum certificate_status)(bits[index / STATUS_PER_BYTE] >> shift_of(index) & 3);
}

static bool entries_sound(size_t entries)
{
    return entries >= STATUS_ENTRIES_LEAST && entries <= STATUS_ENTRIES_MOST &&
           entries % STATUS_PER_BYTE == 0;
}

/* The same bits are packed to the same bytes: no time and no name stands in the head. */
static h2o_iovec_t pack(h2o_mem_pool_t *pool, const uint8_t *bits, size_t length)
{
    size_t room = compressBound(length) + GZIP_EXTRA;
    z_stream z = {.next_in = (Bytef *)bits, .avail_in = (uInt)length, .avail_out = (uInt)room};
    uint8_t *packed = h2o_mem_alloc_pool(pool, room);

    z.next_out = packed;
    if (deflateInit2(&z, Z_BEST_SPEED, Z_DEFLATED, MAX_WBITS + GZIP, MAX_MEM_LEVEL, Z_DEFAULT_STRATEGY) !=
            Z_OK ||
        deflate(&z, Z_FINISH) != Z_STREAM_END)
        abort();
    deflateEnd(&z);
    return h2o_iovec_init((char *)packed, room - z.avail_out);
}

/* As many bytes as come out, but no more than there may be entries; base is NULL for what is no gzip. */
static h2o_iovec_t unpack(h2o_mem_pool_t *pool, const uint8_t *packed, size_t length)
{
    enum { ROOM = STATUS_ENTRIES_MOST / STATUS_PER_BYTE };
    z_stream z = {.next_in = (Bytef *)packed, .avail_in = (uInt)length, .avail_out = ROOM};
    uint8_t *bits = malloc(ROOM);
    h2o_iovec_t unpacked = {NULL, 0};

    if (bits == NULL || inflateInit2(&z, MAX_WBITS + GZIP) != Z_OK)
        abort();
    z.next_out = bits;
    if (inflate(&z, Z_FINISH) == Z_STREAM_END && z.avail_in == 0)
        unpacked = h2o_strdup(pool, (const char *)bits, ROOM - z.avail_out);
    inflateEnd(&z);
    free(bits);
    return unpacked;
}

static json_t *document(const struct status_list *list, const char *encoded)
{
    char id[ADDRESS_TEXT], subject[ADDRESS_TEXT], did[DID_TEXT], from[UTC_TEXT], until[UTC_TEXT];

    snprintf(id, sizeof(id), "https://%s/certificates/status", list->issuer);
    snprintf(subject, sizeof(subject), "https://%s/certificates/status#list", list->issuer);
    return json_pack("{s:[s], s:s, s:[s, s], s:s, s:s, s:s, s:{s:s, s:s, s:s, s:i, s:s}}", "@context",
                     "https://www.w3.org/ns/credentials/v2", "id", id, "type", "VerifiableCredential",
                     "BitstringStatusListCredential", "issuer", did_of(list->issuer, did), "validFrom",
                     utc_text(list->made_at, from), "validUntil", utc_text(list->valid_until, until),
                     "credentialSubject", "id", subject, "type", "BitstringStatusList", "statusPurpose",
                     "message", "ttl", STATUS_TTL_MS, "encodedList", encoded);
}

bool status_list_make(h2o_mem_pool_t *pool, const struct status_list *list, const uint8_t *seed,
                      h2o_iovec_t *bytes)
{
    h2o_iovec_t packed;
    json_t *object;
    char *encoded;
    bool made = false;

    if (!entries_sound(list->entries) || !claims_issuer_sound(list->issuer))
        return false;
    packed = pack(pool, list->bits, list->entries / STATUS_PER_BYTE);
    encoded = h2o_mem_alloc_pool(pool, 1 + sodium_base64_encoded_len(packed.len, BASE64));
    encoded[0] = 'u';
    sodium_bin2base64(encoded + 1, sodium_base64_encoded_len(packed.len, BASE64), (uint8_t *)packed.base,
                      packed.len, BASE64);
    object = document(list, encoded);
    if (object != NULL && proof_add(object, list->issuer, list->made_at, seed)) {
        *bytes = canonical_json(pool, object);
        made = bytes->base != NULL;
    }
    json_decref(object);
    return made;
}

static bool read_bits(h2o_mem_pool_t *pool, const char *encoded, struct status_list *list)
{
    size_t length = strlen(encoded), got = 0;
    uint8_t *packed = h2o_mem_alloc_pool(pool, length + 1);
    h2o_iovec_t bits;

    if (encoded[0] != 'u' ||
        sodium_base642bin(packed, length, encoded + 1, length - 1, NULL, &got, NULL, BASE64) != 0)
        return false;
    bits = unpack(pool, packed, got);
    list->bits = (const uint8_t *)bits.base;
    list->entries = (unsigned)(bits.len * STATUS_PER_BYTE);
    return bits.base != NULL && entries_sound(bits.len * STATUS_PER_BYTE);
}

/* The issuer stands in the id, between the scheme and the path. */
static const char *issuer_of(h2o_mem_pool_t *pool, const char *id)
{
    static const char scheme[] = "https://";
    const char *host = strncmp(id, scheme, strlen(scheme)) == 0 ? id + strlen(scheme) : "";

    return h2o_strdup(pool, host, strcspn(host, "/")).base;
}

static bool read_object(h2o_mem_pool_t *pool, json_t *object, struct status_list *list, struct proof *proof)
{
    const char *encoded = json_member_text(json_object_get(object, "credentialSubject"), "encodedList");
    json_t *again;
    bool same;

    list->issuer = issuer_of(pool, json_member_text(object, "id"));
    if (!claims_issuer_sound(list->issuer) ||
        !utc_parse(json_member_text(object, "validFrom"), &list->made_at) ||
        !utc_parse(json_member_text(object, "validUntil"), &list->valid_until) ||
        !proof_take(object, list->issuer, list->made_at, proof))
        return false;
    again = document(list, encoded);
    same = again != NULL && json_equal(object, again);
    json_decref(again);
    return same && read_bits(pool, encoded, list);
}

bool status_list_read(h2o_mem_pool_t *pool, const char *text, size_t length, struct status_list *list,
                      struct proof *proof)
{
    json_t *object = length > STATUS_LIST_MOST ? NULL : canonical_json_read(text, length);
    bool read = object != NULL && read_object(pool, object, list, proof);

    json_decref(object);
    return read;
}
