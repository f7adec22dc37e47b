/*
 * page - what all pages of the owner have in common
 *
 * Each page is one function that gives finished HTML of the pool `pool`; a page takes what it shows as plain
 * arguments, which need to live only for the call. Texts are UTF-8 and are escaped; NULL means that there is
 * none.
 *
 * Addresses that the pages link and post to:
 *   GET  /                     front_page
 *   GET  /policy               policy_page
 *   GET  /docs                 docs_page
 *   GET  /language/:lang?to=   sets the cookie `lang` ("zh", "en") and redirects to `to`, a path of ours
 *   GET  /sign-in              sign_in_page
 *   POST /sign-in              phone
 *   GET  /sign-in/code         code_page
 *   POST /sign-in/code         code
 *   POST /sign-in/again        another code for the number typed before
 *   GET  /vehicles             vehicles_page
 *   GET  /vehicles/claim       claim_page
 *   POST /vehicles/claim       vin, plate, engine_no, registration_no
 *   GET  /vehicles/claim/papers   papers_page
 *   POST /vehicles/claim/papers   ticket, vin; files licence, identity
 *   GET  /reviews/:review      review_page
 *   POST /reviews/:review      files licence, identity; of the holder holder_licence, holder_identity
 *   GET  /vehicles/consent      consent_ask_page
 *   POST /vehicles/consent      vehicle, phone, days
 *   GET  /vehicles/consent/code consent_code_page
 *   POST /vehicles/consent/code code
 *   GET  /vehicles/:handle     vehicle_page, or ended_page
 *   POST /vehicles/:handle/consents/:consent/end, /vehicles/:handle/leave   end a consent
 *   GET  /vehicles/:handle/shares            shares_page
 *   POST /vehicles/:handle/shares            once, scope, record (many), hours, pin: share_made_page
 *   POST /vehicles/:handle/shares/:link/end  ends a link
 *   GET  /s/:secret            shared_page, shared_pin_page
 *   POST /s/:secret            pin
 *   GET  /s/:secret/:lang      like /language/:lang, where the path may not be told in a query
 *   GET  /vehicles/:handle/looks      looks_page; /looks.csv gives it as a table
 *   GET  /vehicles/:handle/certificates   certificates_page
 *   GET  /messages             messages_page
 *   GET  /messages/preferences telling_page
 *   POST /messages/preferences language, sms_KIND..., quiet_from, quiet_to
 *   GET  /vehicles/:handle/disputes           disputes_page
 *   GET  /vehicles/:handle/dispute/:record   dispute_form_page
 *   POST /vehicles/:handle/dispute/:record   ticket, kind, words; file settlement_list
 *   GET  /vehicles/:handle/rating/:record     rating_page
 *   POST /vehicles/:handle/rating/:record     punctuality, attitude, quality, speed, price
 *   GET  /disputes/:handle                    dispute_page; likewise under /workshop and /staff
 *   POST /disputes/:handle                    step, words, workshop
 *   GET  /workshop                            disputes_page; likewise /staff/disputes
 *   GET  /workshop/findings                   findings_page; likewise /staff/findings
 *   GET  /workshop/findings/:finding          finding_page; likewise under /staff
 *   POST /workshop/findings/:finding          act, words; likewise under /staff
 *   GET  /workshop/sign-in                    workshop_sign_in_page
 *   POST /workshop/sign-in                    code, password
 *   POST /workshop/sign-out                   ends this session
 *   GET  /workshop/quality                    quality_page; likewise /staff/workshops/:workshop
 *   GET  /staff/workshops                     ranking_page; region, class
 *   GET  /account              account_page
 *   GET  /account/sessions     sessions_page
 *   POST /account/sessions/:handle/end, /account/sessions/end-others
 *   GET  /account/phone, /account/phone/code   phone_page, new_code_page
 *   POST /account/phone        phone
 *   POST /account/phone/code   code
 *   GET  /account/close        close_page
 *   POST /account/close        word
 *   POST /sign-out             ends this session
 *   POST /sign-out-everywhere  ends all sessions of the account
 *   GET  /staff/sign-in        staff_sign_in_page
 *   POST /staff/sign-in        name, password
 *   GET  /staff                staff_page
 *   GET  /staff/reviews        desk_page
 *   GET  /staff/reviews/:review   desk_case_page
 *   POST /staff/reviews/:review   decision, reason, words, revision
 *   POST /staff/sign-out       ends this session
 *   GET  /platform/sign-in     client_sign_in_page
 *   POST /platform/sign-in     name, password
 *   GET  /platform/sign-in/code   client_code_page
 *   POST /platform/sign-in/code   code
 *   GET  /platform/enrol       client_enrol_page
 *   POST /platform/enrol       code: client_recovery_page
 *   GET  /platform             client_page
 *   GET  /platform/keys        client_keys_page
 *   POST /platform/keys        label, days: client_key_made_page
 *   POST /platform/keys/public label, days, key
 *   GET  /platform/keys/:kid/end  client_key_end_page
 *   POST /platform/keys/:kid/end  ends a key
 *   GET  /platform/calls       client_calls_page; /platform/calls.csv gives it as a table
 *   GET  /platform/certificates   client_certificates_page; certificates.csv gives it as a table
 *   POST /platform/certificates   q, state, before
 *   GET  /platform/certificates/papers   certificate_papers_page
 *   POST /platform/certificates/papers   vin; files registration, invoice
 *   GET  /platform/certificates/new   certificate_form_page
 *   POST /platform/certificates/new   step, vin, reference, destination, language, ground, share, pin, phone,
 * request, code, ... GET  /platform/certificates/:number   client_certificate_page; .pdf, .json and .png give
 * the certificate POST /platform/certificates/:number/withdrawal   reason GET  /platform/certificates/batches
 * certificate_batches_page POST /platform/certificates/batches          batch; file lines GET
 * /platform/certificates/batches/:batch   certificate_batch_page; .csv and .zip give what came of it POST
 * /platform/sign-out    ends this session GET  /verify, /C, /c       verify_page POST /verify number, lang
 *   GET  /verify/:number       verify_page, with what is known of it
 *   GET  /static/...           style.css, favicon.svg, verify.mjs, ...
 * Every form that posts carries the field `csrf`, but for that of /verify, which changes nothing.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <h2o/memory.h>

#include "core/date.h"
#include "core/fault.h"

struct templates;

struct page {
    struct templates *templates;
    h2o_mem_pool_t *pool;
    const char *language; /* "zh" or "en"; of verify_page one of seven */
    const char *version;  /* of the static files, in their addresses */
    const char *path;     /* answers GET; where the language switch leads back to */
    bool path_secret;     /* it may stand nowhere but in the path: the language switch is beneath it */
    const char *csrf;     /* for the forms of this page; NULL: it has none */
    bool signed_in;       /* as an owner */
    bool at_workshop;     /* as a workshop */
    bool staff_in;        /* somebody of the authority */
    bool platform_in;     /* a client's administrator */
    bool exports;         /* and the client is an exporter */
    unsigned unread;      /* notices; UNREAD_MOST stands for any greater number */
};

enum { UNREAD_MOST = 100 };

h2o_iovec_t front_page(const struct page *page);

/* A fault in words for people. `id` is the correlation id; `retry_after` in seconds, 0: not said. */
h2o_iovec_t fault_page(const struct page *page, enum fault fault, const char *id, long retry_after);
