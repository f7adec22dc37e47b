#include "endpoints/certificate/request.h"

#include <string.h>

#include <jansson.h>

#include "core/seal.h"
#include "core/service.h"
#include "endpoints/certificate/mistakes.h"
#include "endpoints/platform/reference.h"
#include "endpoints/platform/sandbox.h"
#include "http/body.h"
#include "http/reply.h"
#include "store/history_store.h"

enum { KEY_MOST = 255, CODE_DIGITS = 6 };

/* ISO 3166-1, part alpha-2, but for CN. */
static const char countries[] =
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV "
    "BW BY BZ "
    "CA CC CD CF CG CH CI CK CL CM CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK "
    "FM FO FR "
    "GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS "
    "IT JE JM "
    "JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM "
    "MN MO MP "
    "MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS "
    "PT PW PY "
    "QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK "
    "TL TM TN "
    "TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW ";

const char *ground_code(enum ground ground)
{
    static const char *const codes[] = {
        [GROUND_SHARE] = "share", [GROUND_CODE] = "code", [GROUND_DOCUMENT] = "document"};

    return codes[ground];
}

static void invalid(struct mistakes *m, const char *detail, const char *pointer)
{
    mistake(m, FAULT_FIELD_INVALID, detail, pointer);
}

json_t *certificate_object(struct exchange *x, h2o_iovec_t bytes)
{
    json_t *object = NULL;
    enum fault fault = body_json(x, bytes, false, &object);

    if (!failed(fault) && !json_is_object(object))
        fault = FAULT_BODY_MALFORMED;
    if (failed(fault))
        reply_fault(x, fault);
    return failed(fault) ? NULL : object;
}

json_t *certificate_body(struct exchange *x)
{
    if (body_is(x, "application/json"))
        return certificate_object(x, body_bytes(x));
    reply_fault(x, FAULT_TYPE_UNSUPPORTED);
    return NULL;
}

static enum fault vin_fault(const struct exchange *x, const char *text, size_t length, struct vin *vin)
{
    switch (vin_parse(vin, text, length)) {
    case VIN_OK: return sandbox_bars(x, vin) ? FAULT_SANDBOX_ONLY : FAULT_NONE;
    case VIN_MISSING: return FAULT_VIN_MISSING;
    default: return FAULT_VIN_MALFORMED;
    }
}

bool certificate_vin_given(struct mistakes *m, const char *text, struct vin *vin)
{
    enum fault fault = text == NULL ? FAULT_VIN_MISSING : vin_fault(m->x, text, strlen(text), vin);

    if (failed(fault))
        mistake(m, fault, NULL, "/vin");
    return !failed(fault);
}

static bool read_vin(struct mistakes *m, const json_t *member, struct vin *vin)
{
    enum fault fault = FAULT_VIN_MALFORMED;

    if (member == NULL || json_is_null(member))
        fault = FAULT_VIN_MISSING;
    else if (json_is_string(member))
        fault = vin_fault(m->x, json_string_value(member), json_string_length(member), vin);
    if (failed(fault))
        mistake(m, fault, NULL, "/vin");
    return !failed(fault);
}

bool certificate_vin_read(struct exchange *x, const json_t *member, struct vin *vin)
{
    struct mistakes m = {.x = x};

    (void)read_vin(&m, member, vin);
    return !mistakes_told(&m);
}

/* A name out of a list of names, with a blank behind each; NULL for anything else. */
static const char *read_word(const json_t *member, const char *list, size_t length)
{
    const char *text = json_string_value(member);

    if (text == NULL || json_string_length(member) != length)
        return NULL;
    for (const char *at = list; *at != '\0'; at += length + 1)
        if (memcmp(at, text, length) == 0)
            return text;
    return NULL;
}

static void read_pin(struct mistakes *m, const json_t *pin, struct certificate_request *r)
{
    if (pin != NULL && !json_is_null(pin) &&
        !(json_is_string(pin) && share_pin_read(json_string_value(pin), r->pin)))
        invalid(m, "pin is six digits.", "/ground/pin");
}

static void read_share(const json_t *share, struct certificate_request *r)
{
    r->ground = GROUND_SHARE;
    r->share = h2o_iovec_init(json_string_value(share), json_string_length(share));
}

static void read_code(struct mistakes *m, const json_t *code, struct certificate_request *r)
{
    r->ground = GROUND_CODE;
    r->request = json_string_value(json_object_get(code, "request"));
    r->code = json_string_value(json_object_get(code, "code"));
    if (r->request == NULL || strlen(r->request) != TOKEN_TEXT - 1)
        invalid(m, "request is what POST /v1/certificates/consents answered.", "/ground/code/request");
    if (r->code == NULL || strlen(r->code) != CODE_DIGITS || strspn(r->code, "0123456789") != CODE_DIGITS)
        invalid(m, "code is six digits.", "/ground/code/code");
}

static void read_document(struct mistakes *m, const json_t *document, struct certificate_request *r)
{
    r->ground = GROUND_DOCUMENT;
    r->document = json_string_value(document);
    if (!ticket_fits(r->document))
        invalid(m, "document is what POST /v1/certificate-documents answered.", "/ground/document");
}

/* A PIN is a link's; where another ground stands it says nothing. */
static void read_ground(struct mistakes *m, const json_t *ground, struct certificate_request *r)
{
    const json_t *share = json_object_get(ground, "share"), *code = json_object_get(ground, "code");
    const json_t *document = json_object_get(ground, "document");

    if (json_is_string(share) + json_is_object(code) + json_is_string(document) != 1)
        invalid(m,
                "ground is one of share, a link's secret; code, with request and code; and document, a "
                "case that was approved.",
                "/ground");
    else if (json_is_string(share))
        read_share(share, r);
    else if (json_is_object(code))
        read_code(m, code, r);
    else
        read_document(m, document, r);
    if (!json_is_object(code) && !json_is_string(document))
        read_pin(m, json_object_get(ground, "pin"), r);
}

static void read_predecessor(struct mistakes *m, const json_t *number, struct certificate_request *r)
{
    if (number == NULL || json_is_null(number))
        return;
    r->has_predecessor =
        json_is_string(number) &&
        certificate_number_parse(json_string_value(number), json_string_length(number), &r->predecessor);
    if (!r->has_predecessor)
        invalid(m, "predecessor is the number of a certificate.", "/predecessor");
}

static void keep_hashes(struct exchange *x, h2o_iovec_t key, h2o_iovec_t bytes, struct certificate_request *r)
{
    struct keyed_hash hash = keyed_hash(x->service->keys, KEY_TOKEN, key.base, key.len);
    struct keyed_hash body = keyed_hash(x->service->keys, KEY_CONTENT, bytes.base, bytes.len);

    r->idempotency_hash = bytea_text(&x->pool, hash.bytes, sizeof(hash.bytes));
    r->body_hash = bytea_text(&x->pool, body.bytes, sizeof(body.bytes));
}

/* RFC 8941's string, or the same without quotation marks. */
static bool read_idempotency(struct exchange *x, struct certificate_request *r)
{
    ssize_t at = h2o_find_header_by_str(&x->req->headers, H2O_STRLIT("idempotency-key"), -1);
    h2o_iovec_t key = at < 0 ? h2o_iovec_init("", 0) : x->req->headers.entries[at].value;

    if (key.len >= 2 && key.base[0] == '"' && key.base[key.len - 1] == '"')
        key = h2o_iovec_init(key.base + 1, key.len - 2);
    for (size_t i = 0; i < key.len; i++)
        if (key.base[i] < ' ' || key.base[i] > '~')
            key.len = 0;
    if (key.len == 0 || key.len > KEY_MOST) {
        reply_problem(x, FAULT_FIELD_INVALID,
                      "The header field Idempotency-Key is needed: 1 to 255 printable characters, others for "
                      "each certificate.",
                      NULL, NULL);
        return false;
    }
    keep_hashes(x, key, body_bytes(x), r);
    return true;
}

static void read_reference(struct mistakes *m, const json_t *member, struct certificate_request *r)
{
    h2o_iovec_t text = h2o_iovec_init(json_string_value(member), json_string_length(member));

    if (!json_is_string(member) || !reference_read(text, r->reference))
        invalid(m, REFERENCE_RULE, "/reference");
}

/* All members are looked at, so that whoever fills in a form learns of everything at once. */
static bool read_members(struct exchange *x, const json_t *body, struct certificate_request *r)
{
    struct mistakes m = {.x = x};

    if (body == NULL)
        return false;
    if (read_vin(&m, json_object_get(body, "vin"), &r->vin))
        r->key = vehicle_key_of(x->service->keys, &r->vin);
    read_reference(&m, json_object_get(body, "reference"), r);
    r->destination = read_word(json_object_get(body, "destination"), countries, 2);
    if (r->destination == NULL)
        invalid(&m, "destination is the country's two letters (ISO 3166-1), another one than CN.",
                "/destination");
    r->language = read_word(json_object_get(body, "language"), "en ru ar kk fr es ", 2);
    if (r->language == NULL)
        invalid(&m, "language is en, ru, ar, kk, fr or es; Chinese stands beside it.", "/language");
    read_ground(&m, json_object_get(body, "ground"), r);
    read_predecessor(&m, json_object_get(body, "predecessor"), r);
    return !mistakes_told(&m);
}

bool certificate_request_read(struct exchange *x, struct certificate_request *r)
{
    return read_members(x, certificate_body(x), r) && read_idempotency(x, r);
}

bool certificate_request_given(struct exchange *x, h2o_iovec_t body, h2o_iovec_t key,
                               struct certificate_request *r)
{
    keep_hashes(x, key, body, r);
    return read_members(x, certificate_object(x, body), r);
}
