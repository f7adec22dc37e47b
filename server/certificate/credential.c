#include "certificate/credential.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <h2o.h>
#include <sodium.h>

#include "certificate/credential_document.h"
#include "certificate/credential_words.h"
#include "core/canonical_json.h"
#include "core/utc_text.h"

enum { ADDRESS_TEXT = 192, MONTH_TEXT = 8, INDEX_TEXT = 12, REGION_TEXT = 12 };

static const char *month_text(struct date month, char text[DATE_TEXT])
{
    date_text(month, text);
    if (text[0] != '\0')
        text[MONTH_TEXT - 1] = '\0';
    return text;
}

static void set_text(json_t *object, const char *name, const char *text)
{
    if (text != NULL && text[0] != '\0')
        json_object_set_new(object, name, json_string(text));
}

static void set_number(json_t *object, const char *name, int64_t number)
{
    json_object_set_new(object, name, json_integer(number));
}

static void set_day(json_t *object, const char *name, struct date day)
{
    char text[DATE_TEXT];

    set_text(object, name, date_text(day, text));
}

static void set_month(json_t *object, const char *name, struct date month)
{
    char text[DATE_TEXT];

    set_text(object, name, month_text(month, text));
}

static void set_certificate_number(json_t *object, const char *name, const struct certificate_number *number)
{
    char text[CERTIFICATE_NUMBER_TEXT];

    set_text(object, name, certificate_number_text(number, text));
}

static void add_count(json_t *list, const char *code, unsigned records)
{
    json_array_append_new(list, json_pack("{s:s, s:i}", "code", code, "records", (int)records));
}

static json_t *regions(const struct claims *claims)
{
    json_t *list = json_array();

    for (size_t i = 0; i < claims->region_count; i++) {
        char code[REGION_TEXT];

        snprintf(code, sizeof(code), "%02u", claims->regions[i].code);
        add_count(list, code, claims->regions[i].records);
    }
    return list;
}

static json_t *counts(enum code_list codes, const struct claim_count *counted, size_t count)
{
    json_t *list = json_array();

    for (size_t i = 0; i < count; i++)
        add_count(list, code_words(codes, counted[i].code)->code, counted[i].records);
    return list;
}

static json_t *signals(const struct claims *claims)
{
    json_t *list = json_array();

    for (unsigned code = 0; code < SIGNAL_CODE_COUNT; code++)
        add_count(list, code_words(CODES_OF_SIGNALS, code)->code, claims->signals[code]);
    return list;
}

static json_t *classes(const struct claims *claims)
{
    json_t *object = json_object();

    for (unsigned class = 0; class < 4; class ++)
        set_number(object, class_word(class), claims->by_class[class]);
    return object;
}

static json_t *verdict(const struct claims *claims)
{
    json_t *reasons = json_array();

    for (size_t i = 0; i < claims->reason_count; i++)
        json_array_append_new(reasons, json_string(verdict_reason_code(claims->reasons[i])));
    return json_pack("{s:s, s:o}", "class", verdict_class_code(claims->verdict), "reasons", reasons);
}

static json_t *odometer(const struct claims *claims)
{
    json_t *list = json_array();

    for (size_t i = 0; i < claims->reading_count; i++) {
        const struct claim_reading *r = &claims->readings[i];
        bool last = i == claims->reading_count - 1;
        char on[DATE_TEXT];

        json_array_append_new(list, json_pack("{s:s, s:i}", "on",
                                              last ? date_text(r->on, on) : month_text(r->on, on), "km",
                                              (int)r->km));
    }
    return list;
}

static void say_vehicle(json_t *subject, const struct claims *claims)
{
    set_text(subject, "vin", claims->vin);
    set_text(subject, "make", claims->make);
    if (claims->model_year != 0)
        set_number(subject, "model_year", claims->model_year);
    set_month(subject, "first_registered", claims->first_registered);
    set_day(subject, "as_of", claims->as_of);
    set_number(subject, "version", claims->version);
    set_text(subject, "coverage", coverage_word(claims->coverage));
    set_month(subject, "collected_since", claims->collected_since);
}

static void say_records(json_t *subject, const struct claims *claims)
{
    char digest[SERIES_DIGEST_BYTES * 2 + 1];

    set_number(subject, "records", claims->records);
    set_number(subject, "disputes", claims->disputes);
    json_object_set_new(subject, "workshop_classes", classes(claims));
    json_object_set_new(subject, "regions", regions(claims));
    json_object_set_new(subject, "works", counts(CODES_OF_WORK, claims->works, claims->work_count));
    json_object_set_new(subject, "parts", counts(CODES_OF_PARTS, claims->parts, claims->part_count));
    json_object_set_new(subject, "signals", signals(claims));
    json_object_set_new(subject, "verdict", verdict(claims));
    json_object_set_new(subject, "odometer", odometer(claims));
    sodium_bin2hex(digest, sizeof(digest), claims->series_digest, SERIES_DIGEST_BYTES);
    set_text(subject, "odometer_digest", digest);
}

json_t *credential_subject(const struct claims *claims)
{
    json_t *subject = json_pack("{s:s, s:i}", "type", "Vehicle", "profile", CLAIMS_PROFILE);

    set_certificate_number(subject, "number", &claims->number);
    if (claims->has_predecessor)
        set_certificate_number(subject, "predecessor", &claims->predecessor);
    set_text(subject, "destination", claims->destination);
    set_day(subject, "valid_until", claims->valid_until);
    say_vehicle(subject, claims);
    say_records(subject, claims);
    return subject;
}

static const char *address(char text[ADDRESS_TEXT], const char *issuer, const char *path, const char *rest)
{
    snprintf(text, ADDRESS_TEXT, "https://%s%s%s", issuer, path, rest);
    return text;
}

static json_t *status(const struct claims *claims)
{
    char list[ADDRESS_TEXT], id[ADDRESS_TEXT], index[INDEX_TEXT];

    snprintf(index, sizeof(index), "%u", claims->status_index);
    address(list, claims->issuer, "/certificates/status", "");
    address(id, claims->issuer, "/certificates/status#", index);
    return json_pack("{s:s, s:s, s:s, s:i, s:[{s:s, s:s}, {s:s, s:s}, {s:s, s:s}, {s:s, s:s}], s:s, s:s}",
                     "id", id, "type", "BitstringStatusListEntry", "statusPurpose", "message", "statusSize",
                     2, "statusMessage", "status", "0x0", "message", "valid", "status", "0x1", "message",
                     "superseded", "status", "0x2", "message", "withdrawn", "status", "0x3", "message",
                     "reserved", "statusListIndex", index, "statusListCredential", list);
}

json_t *credential_document(const struct claims *claims)
{
    char context[ADDRESS_TEXT], id[ADDRESS_TEXT], did[DID_TEXT], from[UTC_TEXT], until[UTC_TEXT];
    char number[CERTIFICATE_NUMBER_TEXT];

    address(context, claims->issuer, "/credentials/maintenance/v1", "");
    address(id, claims->issuer, "/verify/", certificate_number_text(&claims->number, number));
    return json_pack("{s:[s, s], s:s, s:[s, s], s:s, s:s, s:s, s:o, s:o}", "@context",
                     "https://www.w3.org/ns/credentials/v2", context, "id", id, "type",
                     "VerifiableCredential", "VehicleMaintenanceCertificate", "issuer",
                     did_of(claims->issuer, did), "validFrom", utc_text(claims->issued_at, from),
                     "validUntil", utc_text(claims_end(claims), until), "credentialStatus", status(claims),
                     "credentialSubject", credential_subject(claims));
}

bool credential_make(h2o_mem_pool_t *pool, const struct claims *claims, const uint8_t *seed,
                     h2o_iovec_t *bytes)
{
    json_t *document;
    bool made = false;

    if (!claims_sound(claims) || claims->left_out != 0 || claims->readings_in_all != claims->reading_count)
        return false;
    document = credential_document(claims);
    if (document != NULL && proof_add(document, claims->issuer, claims->issued_at, seed)) {
        *bytes = canonical_json(pool, document);
        made = bytes->base != NULL;
    }
    json_decref(document);
    return made;
}
