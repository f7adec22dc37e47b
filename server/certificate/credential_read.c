#include "certificate/credential.h"

#include <stdlib.h>
#include <string.h>

#include <h2o.h>
#include <sodium.h>

#include "certificate/credential_document.h"
#include "certificate/credential_words.h"
#include "core/canonical_json.h"
#include "core/utc_text.h"

enum { MONTH_LENGTH = 7, DAY_LENGTH = 10, INDEX_LENGTH = 10, REGION_LENGTH = 2 };

/* What is read in this file only has to be found: whether it is all there, and nothing else, is asked at the
 * end, when the document is made again. So a member that is missing or of another kind is read as unknown. */

/* 0 for what is negative or larger than `most`. */
static int64_t number_of(const json_t *object, const char *name, int64_t most)
{
    int64_t number = json_integer_value(json_object_get(object, name));

    return number < 0 || number > most ? 0 : number;
}

static unsigned records_of(const json_t *object, const char *name)
{
    return (unsigned)number_of(object, name, CLAIM_RECORDS_MOST);
}

static struct date day_of(const char *text)
{
    struct date day = {0};

    if (strlen(text) == DAY_LENGTH)
        (void)date_parse(&day, text, DAY_LENGTH);
    return day;
}

static struct date month_of(const char *text)
{
    char day[DATE_TEXT] = "";

    if (strlen(text) != MONTH_LENGTH)
        return (struct date){0};
    memcpy(day, text, MONTH_LENGTH);
    strcpy(day + MONTH_LENGTH, "-01");
    return day_of(day);
}

static void read_counts(const json_t *list, enum code_list codes, size_t most, struct claim_count *counts,
                        size_t *count)
{
    *count = 0;
    for (size_t i = 0; i < json_array_size(list) && *count < most; i++) {
        const json_t *item = json_array_get(list, i);
        struct claim_count one = {0, records_of(item, "records")};

        if (code_of_word(codes, json_member_text(item, "code"), &one.code))
            counts[(*count)++] = one;
    }
}

static void read_regions(const json_t *list, struct claims *claims)
{
    for (size_t i = 0; i < json_array_size(list) && i < CLAIM_REGIONS_MOST; i++) {
        const json_t *item = json_array_get(list, i);
        const char *code = json_member_text(item, "code");

        if (strlen(code) == REGION_LENGTH && strspn(code, "0123456789") == REGION_LENGTH)
            claims->regions[claims->region_count++] =
                (struct claim_count){(unsigned)atoi(code), records_of(item, "records")};
    }
}

static void read_signals(const json_t *list, struct claims *claims)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *item = json_array_get(list, i);
        unsigned code;

        if (code_of_word(CODES_OF_SIGNALS, json_member_text(item, "code"), &code))
            claims->signals[code] = records_of(item, "records");
    }
}

static void read_verdict(const json_t *verdict, struct claims *claims)
{
    const json_t *reasons = json_object_get(verdict, "reasons");

    (void)verdict_of_word(json_member_text(verdict, "class"), &claims->verdict);
    for (size_t i = 0; i < json_array_size(reasons) && claims->reason_count < REASON_COUNT; i++) {
        const char *word = json_string_value(json_array_get(reasons, i));

        if (word != NULL && reason_of_word(word, &claims->reasons[claims->reason_count]))
            claims->reason_count++;
    }
}

static void read_odometer(h2o_mem_pool_t *pool, const json_t *list, struct claims *claims)
{
    size_t count = json_array_size(list) <= CLAIM_READINGS_MOST ? json_array_size(list) : 0;
    struct claim_reading *readings = h2o_mem_alloc_pool(pool, sizeof(*readings) * (count + 1));

    for (size_t i = 0; i < count; i++) {
        const json_t *item = json_array_get(list, i);
        const char *on = json_member_text(item, "on");

        readings[i].on = i == count - 1 ? day_of(on) : month_of(on);
        readings[i].km = (long)number_of(item, "km", CLAIM_KM_MOST);
    }
    claims->readings = readings;
    claims->reading_count = claims->readings_in_all = count;
}

static void short_text(const json_t *object, const char *name, char *text, size_t room)
{
    const char *found = json_member_text(object, name);

    if (strlen(found) < room)
        strcpy(text, found);
}

static void read_vehicle(h2o_mem_pool_t *pool, const json_t *subject, struct claims *claims)
{
    const char *make = json_member_text(subject, "make");

    short_text(subject, "vin", claims->vin, sizeof(claims->vin));
    if (make[0] != '\0' && strlen(make) <= CLAIM_MAKE_MOST)
        claims->make = h2o_strdup(pool, make, SIZE_MAX).base;
    claims->model_year = (int)number_of(subject, "model_year", INT16_MAX);
    claims->first_registered = month_of(json_member_text(subject, "first_registered"));
    claims->as_of = day_of(json_member_text(subject, "as_of"));
    claims->version = number_of(subject, "version", INT64_MAX);
    (void)coverage_of_word(json_member_text(subject, "coverage"), &claims->coverage);
    claims->collected_since = month_of(json_member_text(subject, "collected_since"));
}

static void read_records(const json_t *subject, struct claims *claims)
{
    const json_t *classes = json_object_get(subject, "workshop_classes");
    const char *digest = json_member_text(subject, "odometer_digest");

    claims->records = records_of(subject, "records");
    claims->disputes = records_of(subject, "disputes");
    for (unsigned class = 0; class < 4; class ++)
        claims->by_class[class] = records_of(classes, class_word(class));
    read_regions(json_object_get(subject, "regions"), claims);
    read_counts(json_object_get(subject, "works"), CODES_OF_WORK, WORK_CODE_COUNT, claims->works,
                &claims->work_count);
    read_counts(json_object_get(subject, "parts"), CODES_OF_PARTS, PART_CODE_COUNT, claims->parts,
                &claims->part_count);
    read_signals(json_object_get(subject, "signals"), claims);
    read_verdict(json_object_get(subject, "verdict"), claims);
    (void)sodium_hex2bin(claims->series_digest, SERIES_DIGEST_BYTES, digest, strlen(digest), NULL, NULL,
                         NULL);
}

/* "did:web:host" or "did:web:host%3Aport" as host or host:port; NULL for anything else. */
static const char *issuer_of(h2o_mem_pool_t *pool, const char *did)
{
    static const char prefix[] = "did:web:", colon[] = "%3A";
    char *issuer, *port;

    if (strncmp(did, prefix, strlen(prefix)) != 0)
        return NULL;
    issuer = h2o_strdup(pool, did + strlen(prefix), SIZE_MAX).base;
    port = strstr(issuer, colon);
    if (port != NULL) {
        *port = ':';
        memmove(port + 1, port + strlen(colon), strlen(port + strlen(colon)) + 1);
    }
    return claims_issuer_sound(issuer) ? issuer : NULL;
}

static void read_issue(const json_t *document, const json_t *subject, struct claims *claims)
{
    const json_t *status = json_object_get(document, "credentialStatus");
    const char *index = json_member_text(status, "statusListIndex"),
               *number = json_member_text(subject, "number"),
               *predecessor = json_member_text(subject, "predecessor");

    (void)utc_parse(json_member_text(document, "validFrom"), &claims->issued_at);
    (void)certificate_number_parse(number, strlen(number), &claims->number);
    claims->has_predecessor =
        certificate_number_parse(predecessor, strlen(predecessor), &claims->predecessor);
    if (strlen(index) <= INDEX_LENGTH)
        claims->status_index = (unsigned)strtoul(index, NULL, 10);
    short_text(subject, "destination", claims->destination, sizeof(claims->destination));
    claims->valid_until = day_of(json_member_text(subject, "valid_until"));
}

bool credential_is_exact(const json_t *document, const struct claims *claims)
{
    json_t *again = claims_sound(claims) ? credential_document(claims) : NULL;
    bool same = again != NULL && json_equal(document, again);

    json_decref(again);
    return same;
}

bool credential_read(h2o_mem_pool_t *pool, json_t *document, struct credential *credential)
{
    struct claims *claims = &credential->claims;
    const json_t *subject = json_object_get(document, "credentialSubject");

    *credential = (struct credential){.claims.issuer = issuer_of(pool, json_member_text(document, "issuer"))};
    if (claims->issuer == NULL)
        return false;
    read_issue(document, subject, claims);
    read_vehicle(pool, subject, claims);
    read_records(subject, claims);
    read_odometer(pool, json_object_get(subject, "odometer"), claims);
    return proof_take(document, claims->issuer, claims->issued_at, &credential->proof);
}
