#include "certificate/paper_code.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include <h2o.h>

#include "certificate/claim_series.h"
#include "certificate/paper_payload.h"
#include "core/base32.h"

#define SCHEME "HTTPS://"
#define PATH   "/C#"

/* Of version 15 at level M: 415 bytes. A text has three segments: letters and digits, the #, letters and
 * digits; a digit or two at a seam may be counted to the wrong one. */
enum {
    BITS_MOST = 3320,
    SEGMENT_LETTERS = 4 + 11,
    SEGMENT_SIGN = 4 + 16 + 8,
    SEAM = 16,
    SIGNED_MOST = 512,
    READINGS_MOST = 100 /* more never fit */
};

static size_t letters_bits(size_t count)
{
    return count / 2 * 11 + count % 2 * 6;
}

size_t paper_code_bits(size_t host_length, size_t signed_bytes)
{
    return SEGMENT_LETTERS + letters_bits(strlen(SCHEME) + host_length + strlen(PATH) - 1) + SEGMENT_SIGN +
           SEGMENT_LETTERS + letters_bits(BASE32_LENGTH(signed_bytes)) + SEAM;
}

struct making {
    h2o_mem_pool_t *pool;
    const struct claims *all;
    struct claims *said;
    uint8_t payload[SIGNED_MOST];
    size_t length;
};

/* Whether what is said now has room. */
static bool fits(struct making *m)
{
    struct cbor_writer w = {m->payload, 0, sizeof(m->payload) - COSE_EXTRA, false};

    paper_payload_write(&w, m->said);
    m->length = w.length;
    return !w.full && paper_code_bits(strlen(m->said->issuer), w.length + COSE_EXTRA) <= BITS_MOST;
}

static size_t lower(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* The most readings that fit, but no fewer than `least`. */
static bool fits_with_readings(struct making *m, size_t least)
{
    size_t count = m->all->reading_count, room = lower(count, READINGS_MOST);
    struct claim_reading *kept = h2o_mem_alloc_pool(m->pool, sizeof(*kept) * (room + 1));

    m->said->readings = kept;
    for (;; room--) {
        m->said->reading_count = claim_series_shorten(m->all->readings, count, room, kept);
        if (room >= least && fits(m))
            return true;
        if (room <= least)
            return false;
    }
}

static void leave_out(struct claims *said, enum claim_list list)
{
    said->left_out |= list;
    if (list == CLAIM_PARTS)
        said->part_count = 0;
    else if (list == CLAIM_WORKS)
        said->work_count = 0;
    else
        said->region_count = 0;
}

/* The rule at the head of paper_code.h. */
static bool shorten(struct making *m)
{
    static const enum claim_list lists[] = {CLAIM_PARTS, CLAIM_WORKS, CLAIM_REGIONS};
    size_t least = claim_series_least(m->all->readings, m->all->reading_count);

    *m->said = *m->all;
    if (fits(m))
        return true;
    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
        if (fits_with_readings(m, least))
            return true;
        leave_out(m->said, lists[i]);
    }
    return fits_with_readings(m, least) || fits_with_readings(m, lower(2, least));
}

static h2o_iovec_t text_of(h2o_mem_pool_t *pool, const char *issuer, const uint8_t *bytes, size_t length)
{
    size_t room = strlen(SCHEME) + strlen(issuer) + strlen(PATH) + BASE32_LENGTH(length) + 1;
    char *text = h2o_mem_alloc_pool(pool, room), *end = stpcpy(text, SCHEME);

    for (; *issuer != '\0'; issuer++)
        *end++ = (char)toupper((unsigned char)*issuer);
    end = stpcpy(end, PATH);
    end += base32_write(bytes, length, end);
    return h2o_iovec_init(text, (size_t)(end - text));
}

bool paper_code_make(h2o_mem_pool_t *pool, const struct claims *claims, const uint8_t *seed,
                     struct claims *said, h2o_iovec_t *text)
{
    uint8_t bytes[SIGNED_MOST];
    struct cbor_writer w = {bytes, 0, sizeof(bytes), false};
    struct claims spare = {0};
    struct making m = {.pool = pool, .all = claims, .said = said != NULL ? said : &spare};

    if (!claims_sound(claims) || claims->left_out != 0 || !shorten(&m))
        return false;
    cose_sign1_write(&w, seed, PAPER_CODE_PURPOSE, (struct cose_bytes){m.payload, m.length});
    if (w.full)
        return false;
    *text = text_of(pool, claims->issuer, bytes, w.length);
    return true;
}

/* Takes `prefix` off, in any case. */
static bool skip(const char **text, size_t *length, const char *prefix)
{
    size_t wanted = strlen(prefix);

    if (*length < wanted || strncasecmp(*text, prefix, wanted) != 0)
        return false;
    *text += wanted;
    *length -= wanted;
    return true;
}

/* The host up to the path, in small letters; NULL when there is none. */
static const char *take_host(h2o_mem_pool_t *pool, const char **text, size_t *length)
{
    const char *end = memchr(*text, '/', *length);
    size_t host_length = end == NULL ? 0 : (size_t)(end - *text);
    char *host;

    if (host_length == 0 || host_length > CLAIM_ISSUER_MOST)
        return NULL;
    host = h2o_strdup(pool, *text, host_length).base;
    for (size_t i = 0; i < host_length; i++)
        host[i] = (char)tolower((unsigned char)host[i]);
    *text += host_length;
    *length -= host_length;
    return claims_issuer_sound(host) ? host : NULL;
}

bool paper_code_read(h2o_mem_pool_t *pool, const char *text, size_t length, struct paper_code *code)
{
    uint8_t *bytes = h2o_mem_alloc_pool(pool, SIGNED_MOST);
    const char *issuer;
    size_t got;

    if (length > PAPER_CODE_TEXT_MOST || !skip(&text, &length, SCHEME))
        return false;
    issuer = take_host(pool, &text, &length);
    return issuer != NULL && skip(&text, &length, PATH) &&
           base32_read(text, length, bytes, SIGNED_MOST, &got) &&
           cose_sign1_read(bytes, got, &code->signed_by) &&
           paper_payload_read(pool, code->signed_by.payload.bytes, code->signed_by.payload.length, issuer,
                              &code->claims);
}

bool paper_code_holds(const struct paper_code *code, const uint8_t key[PUBLIC_KEY_BYTES])
{
    return cose_sign1_holds(&code->signed_by, PAPER_CODE_PURPOSE, key);
}
