#include "endpoints/certificate/request.h"

#include <string.h>

#include <jansson.h>

#include "core/seal.h"
#include "core/service.h"
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

static bool refuse(struct exchange *x, const char *detail, const char *pointer)
{
    reply_problem(x, FAULT_FIELD_INVALID, detail, pointer, NULL);
    return false;
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

bool certificate_vin_read(struct exchange *x, const json_t *member, struct vin *vin)
{
    enum fault fault = FAULT_VIN_MALFORMED;

    if (member == NULL || json_is_null(member))
        fault = FAULT_VIN_MISSING;
    else if (json_is_string(member))
        switch (vin_parse(vin, json_string_value(member), json_string_length(member))) {
        case VIN_OK: fault = sandbox_bars(x, vin) ? FAULT_SANDBOX_ONLY : FAULT_NONE; break;
        case VIN_MISSING: fault = FAULT_VIN_MISSING; break;
        default: break;
        }
    if (failed(fault))
        reply_problem(x, fault, NULL, "/vin", NULL);
    return !failed(fault);
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

static bool read_share(struct exchange *x, const json_t *ground, struct certificate_request *r)
{
    const json_t *share = json_object_get(ground, "share"), *pin = json_object_get(ground, "pin");

    r->ground = GROUND_SHARE;
    r->share = h2o_iovec_init(json_string_value(share), json_string_length(share));
    if (pin == NULL || json_is_null(pin))
        return true;
    return (json_is_string(pin) && share_pin_read(json_string_value(pin), r->pin)) ||
           refuse(x, "pin is six digits.", "/ground/pin");
}

static bool read_code(struct exchange *x, const json_t *code, struct certificate_request *r)
{
    r->ground = GROUND_CODE;
    r->request = json_string_value(json_object_get(code, "request"));
    r->code = json_string_value(json_object_get(code, "code"));
    if (r->request == NULL || strlen(r->request) != TOKEN_TEXT - 1)
        return refuse(x, "request is what POST /v1/certificates/consents answered.", "/ground/code/request");
    if (r->code == NULL || strlen(r->code) != CODE_DIGITS || strspn(r->code, "0123456789") != CODE_DIGITS)
        return refuse(x, "code is six digits.", "/ground/code/code");
    return true;
}

static bool read_document(struct exchange *x, const json_t *document, struct certificate_request *r)
{
    r->ground = GROUND_DOCUMENT;
    r->document = json_string_value(document);
    return ticket_fits(r->document) ||
           refuse(x, "document is what POST /v1/certificate-documents answered.", "/ground/document");
}

static bool read_ground(struct exchange *x, const json_t *ground, struct certificate_request *r)
{
    const json_t *code = json_object_get(ground, "code"), *document = json_object_get(ground, "document");
    bool has_share = json_is_string(json_object_get(ground, "share"));

    if (has_share + json_is_object(code) + json_is_string(document) != 1)
        return refuse(x,
                      "ground is one of share, a link's secret; code, with request and code; and document, a "
                      "case that was approved.",
                      "/ground");
    if (has_share)
        return read_share(x, ground, r);
    return json_is_object(code) ? read_code(x, code, r) : read_document(x, document, r);
}

static bool read_predecessor(struct exchange *x, const json_t *number, struct certificate_request *r)
{
    if (number == NULL || json_is_null(number))
        return true;
    r->has_predecessor =
        json_is_string(number) &&
        certificate_number_parse(json_string_value(number), json_string_length(number), &r->predecessor);
    return r->has_predecessor || refuse(x, "predecessor is the number of a certificate.", "/predecessor");
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
    if (key.len == 0 || key.len > KEY_MOST)
        return refuse(x,
                      "The header field Idempotency-Key is needed: 1 to 255 printable characters, others for "
                      "each certificate.",
                      NULL);
    keep_hashes(x, key, body_bytes(x), r);
    return true;
}

static bool read_reference(struct exchange *x, const json_t *member, struct certificate_request *r)
{
    h2o_iovec_t text = h2o_iovec_init(json_string_value(member), json_string_length(member));

    return (json_is_string(member) && reference_read(text, r->reference)) ||
           refuse(x, REFERENCE_RULE, "/reference");
}

static bool read_members(struct exchange *x, const json_t *body, struct certificate_request *r)
{
    if (body == NULL || !certificate_vin_read(x, json_object_get(body, "vin"), &r->vin) ||
        !read_reference(x, json_object_get(body, "reference"), r))
        return false;
    r->destination = read_word(json_object_get(body, "destination"), countries, 2);
    if (r->destination == NULL)
        return refuse(x, "destination is the country's two letters (ISO 3166-1), another one than CN.",
                      "/destination");
    r->language = read_word(json_object_get(body, "language"), "en ru ar kk fr es ", 2);
    if (r->language == NULL)
        return refuse(x, "language is en, ru, ar, kk, fr or es; Chinese stands beside it.", "/language");
    r->key = vehicle_key_of(x->service->keys, &r->vin);
    return read_ground(x, json_object_get(body, "ground"), r) &&
           read_predecessor(x, json_object_get(body, "predecessor"), r);
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
