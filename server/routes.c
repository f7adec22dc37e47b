#include "routes.h"

#include <string.h>
#include <sys/socket.h>

#include "authenticate.h"
#include "core/service.h"
#include "core/settings.h"
#include "endpoints/certificate/consent.h"
#include "endpoints/certificate/document.h"
#include "endpoints/certificate/held.h"
#include "endpoints/certificate/issue.h"
#include "endpoints/certificate/log.h"
#include "endpoints/certificate/paper.h"
#include "endpoints/certificate/published.h"
#include "endpoints/certificate/status.h"
#include "endpoints/certificate/verify.h"
#include "endpoints/client/batches.h"
#include "endpoints/client/batch_zip.h"
#include "endpoints/client/calls.h"
#include "endpoints/client/certificate.h"
#include "endpoints/client/certificate_form.h"
#include "endpoints/client/certificate_papers.h"
#include "endpoints/client/certificates.h"
#include "endpoints/client/feed.h"
#include "endpoints/client/keys.h"
#include "endpoints/client/overview.h"
#include "endpoints/client/second_factor.h"
#include "endpoints/client/sign_in.h"
#include "endpoints/fleet/add.h"
#include "endpoints/fleet/members.h"
#include "endpoints/fleet/register.h"
#include "endpoints/fleet/table.h"
#include "endpoints/owner/account.h"
#include "endpoints/owner/certificates.h"
#include "endpoints/owner/claim.h"
#include "endpoints/owner/consent_ask.h"
#include "endpoints/owner/consents.h"
#include "endpoints/owner/download.h"
#include "endpoints/owner/looks.h"
#include "endpoints/owner/messages.h"
#include "endpoints/owner/sessions.h"
#include "endpoints/dispute/course.h"
#include "endpoints/dispute/lists.h"
#include "endpoints/dispute/open.h"
#include "endpoints/owner/rating.h"
#include "endpoints/page.h"
#include "endpoints/owner/shares.h"
#include "endpoints/owner/sign_in.h"
#include "endpoints/owner/site.h"
#include "endpoints/owner/vehicle.h"
#include "endpoints/owner/vehicles.h"
#include "endpoints/platform/batch.h"
#include "endpoints/platform/changes.h"
#include "endpoints/platform/lookup.h"
#include "endpoints/platform/oauth.h"
#include "endpoints/platform/sandbox.h"
#include "endpoints/platform/summary.h"
#include "endpoints/platform/watch.h"
#include "endpoints/platform/webhooks.h"
#include "endpoints/public/docs.h"
#include "endpoints/public/operate.h"
#include "endpoints/public/security.h"
#include "endpoints/public/shared.h"
#include "endpoints/review/desk.h"
#include "endpoints/review/papers.h"
#include "endpoints/staff/sign_in.h"
#include "endpoints/workshop/chengdu/chengdu.h"
#include "endpoints/workshop/foshan/foshan.h"
#include "endpoints/workshop/ministry/ministry.h"
#include "endpoints/workshop/sender.h"
#include "endpoints/workshop/sign_in.h"
#include "endpoints/workshop/v0/v0.h"
#include "endpoints/workshop/v1/v1.h"
#include "endpoints/workshop/v2/answer.h"
#include "endpoints/workshop/v2/v2.h"
#include "http/address.h"
#include "http/body.h"
#include "http/framing.h"
#include "http/reply.h"
#include "store/limits.h"

/* clang-format off */
const struct route routes[] = {
    /* Programs first: the table is read from its beginning, and they ask most. */
    {"GET",  "/.well-known/oauth-authorization-server", DOOR_OPEN,     oauth_metadata_start},
    {"POST", "/oauth/token",                            DOOR_OPEN,     oauth_token_start},
    {"POST", "/oauth/revoke",                           DOOR_OPEN,     oauth_revoke_start},
    {"POST", "/v1/lookups",                             DOOR_CLIENT,   lookup_start},
    {"POST", "/v1/lookups/batch",                       DOOR_LINES,    batch_start},
    {"GET",  "/v1/vehicles/:handle/summary",            DOOR_HANDLE,   summary_start},
    {"GET",  "/v1/sandbox",                             DOOR_HANDLE,   sandbox_start},
    {"PUT",  "/v1/vehicles/:handle/watch",              DOOR_HANDLE,   watch_start},
    {"DELETE", "/v1/vehicles/:handle/watch",            DOOR_HANDLE,   watch_end_start},
    {"GET",  "/v1/changes",                             DOOR_FEED,     changes_start},
    {"GET",  "/v1/webhooks",                            DOOR_FEED,     webhooks_start},
    {"POST", "/v1/webhooks",                            DOOR_FEED,     webhook_make_start},
    {"DELETE", "/v1/webhooks/:webhook",                 DOOR_FEED,     webhook_end_start},
    {"POST", "/v1/webhooks/:webhook/ping",              DOOR_FEED,     webhook_ping_start},
    {"POST", "/v1/webhooks/:webhook/replay",            DOOR_FEED,     webhook_replay_start},
    {"GET",  "/v1/webhooks/:webhook/deliveries",        DOOR_FEED,     webhook_deliveries_start},
    {"GET",  "/.well-known/jwks.json",                  DOOR_OPEN,     signing_keys_start},
    {"GET",  "/.well-known/security.txt",               DOOR_OPEN,     security_txt_start},
    {"GET",  "/openapi.json",                           DOOR_OPEN,     openapi_start},
    {"POST", "/v1/certificates",                        DOOR_EXPORTER, certificate_issue_start},
    {"GET",  "/v1/certificates",                        DOOR_EXPORTER, certificates_start},
    {"POST", "/v1/certificates/consents",               DOOR_EXPORTER, certificate_consent_start},
    {"POST", "/v1/certificate-documents",               DOOR_DOCUMENT, document_send_start},
    {"GET",  "/v1/certificate-documents/:document",     DOOR_EXPORTER, document_start},
    {"GET",  "/v1/certificates/:number.json",           DOOR_EXPORTER, certificate_envelope_start},
    {"GET",  "/v1/certificates/:number.pdf",            DOOR_EXPORTER, certificate_paper_start},
    {"GET",  "/v1/certificates/:number",                DOOR_EXPORTER, certificate_start},
    {"POST", "/v1/certificates/:number/withdrawal",     DOOR_EXPORTER, certificate_withdraw_start},
    {"GET",  "/certificates/status",                    DOOR_OPEN,     certificate_status_start},
    {"GET",  "/certificates/trust-list.json",           DOOR_OPEN,     trust_list_start},
    {"GET",  "/certificates/log/head",                  DOOR_OPEN,     log_head_start},
    {"GET",  "/certificates/log/proof",                 DOOR_OPEN,     log_proof_start},
    {"GET",  "/certificates/log/consistency",           DOOR_OPEN,     log_consistency_start},
    {"GET",  "/certificates/log/entries",               DOOR_OPEN,     log_entries_start},
    {"GET",  "/.well-known/chedang-certificate-keys.json", DOOR_OPEN,  certificate_keys_start},
    {"GET",  "/credentials/maintenance/v1",             DOOR_OPEN,     credential_context_start},
    {"GET",  "/.well-known/did.json",                   DOOR_OPEN,     did_document_start},

    {"POST", "*/restservices/lcipprodatarest/lcipproaccountcompany/query",  DOOR_WORKSHOP, v1_register_start},
    {"POST", "*/restservices/lcipprodatarest/lcipprogetaccesstoken/query",  DOOR_WORKSHOP, v1_token_start},
    {"POST", "*/restservices/lcipprodatarest/lcipprocarfixrecordadd/query", DOOR_WORKSHOP, v1_record_start},

    {"POST", "*/restservices/lciphostrest/lcipgetaccesstoken/query",        DOOR_WORKSHOP, ministry_token_start},
    {"POST", "*/restservices/lciphostrest/lcipaccountcompany/query",        DOOR_WORKSHOP, ministry_shop_start},
    {"POST", "*/restservices/lciphostrest/lcipcarfixrecordaddall/query",    DOOR_WORKSHOP, ministry_batch_start},
    {"POST", "*/restservices/lciprest/lcipaccountcompany/query",            DOOR_WORKSHOP, v0_register_start},
    {"POST", "*/restservices/lciprest/lcipgetaccesstoken/query",            DOOR_WORKSHOP, v0_token_start},
    {"POST", "*/restservices/lciprest/lcipcarfixrecordadd/query",           DOOR_WORKSHOP, v0_record_start},
    {"POST", "*/restservices/lciprest/lcipfixrecordmodify/query",           DOOR_WORKSHOP, v0_modify_start},
    {"POST", "*/restservices/lciprest/lcipsearchfixdatainfo/query",         DOOR_WORKSHOP, v0_search_start},
    {"GET",  "*/api/getAccessToken.ashx",               DOOR_WORKSHOP, foshan_token_start},
    {"POST", "*/api/getAccessToken.ashx",               DOOR_WORKSHOP, foshan_token_start},
    {"GET",  "*/api/upRepairInfo.ashx",                 DOOR_WORKSHOP, foshan_record_start},
    {"POST", "*/api/upRepairInfo.ashx",                 DOOR_WORKSHOP, foshan_record_start},
    {"POST", "*/carhealth/register",                    DOOR_ENVELOPE, chengdu_register_start},
    {"POST", "*/carhealth/token",                       DOOR_ENVELOPE, chengdu_token_start},
    {"POST", "*/carhealth/record",                      DOOR_ENVELOPE, chengdu_record_start},
    {"GET",  "*/carhealth/time",                        DOOR_ENVELOPE, chengdu_time_start},
    {"POST", "*/openapi/repairRecord/insert",                       DOOR_OPENAPI_PHOTOS, v2_insert_start},
    {"POST", "*/openapi/repairRecord/updateRepairItemByOrderCode",  DOOR_OPENAPI,  v2_items_start},
    {"POST", "*/openapi/repairRecord/updateSettleInfoByOrderCode",  DOOR_OPENAPI,  v2_settle_start},
    {"POST", "*/openapi/repairRecord/updateRepairInfoByOrderCode",  DOOR_OPENAPI,  v2_correct_start},
    {"POST", "*/openapi/repairRecord/queryCompanyErrRepairRecord",  DOOR_OPENAPI,  v2_errors_start},
    {"GET",  "/time",                                   DOOR_ENVELOPE, chengdu_time_start},

    {"GET",  "/healthz",                                DOOR_INTERNAL, healthz_start},
    {"GET",  "/readyz",                                 DOOR_INTERNAL, readyz_start},
    {"GET",  "/metrics",                                DOOR_INTERNAL, metrics_start},

    {"GET",  "/",                                       DOOR_PAGE,     front_start},
    {"GET",  "/language/:lang",                         DOOR_PAGE,     language_start},
    {"GET",  "/policy",                                 DOOR_PAGE,     policy_start},
    {"GET",  "/docs",                                   DOOR_PAGE,     docs_start},
    {"GET",  "/static/:name",                           DOOR_OPEN,     static_start},
    {"GET",  "/sign-in",                                DOOR_PAGE,     sign_in_form},
    {"POST", "/sign-in",                                DOOR_PAGE,     sign_in_start},
    {"GET",  "/sign-in/code",                           DOOR_PAGE,     sign_in_code_form},
    {"POST", "/sign-in/code",                           DOOR_PAGE,     sign_in_code_start},
    {"POST", "/sign-in/again",                          DOOR_PAGE,     sign_in_again_start},
    {"POST", "/sign-out",                               DOOR_OWNER,    sign_out_start},
    {"POST", "/sign-out-everywhere",                    DOOR_OWNER,    sign_out_everywhere_start},
    {"GET",  "/account",                                DOOR_OWNER,    account_start},
    {"GET",  "/account/sessions",                       DOOR_OWNER,    sessions_start},
    {"POST", "/account/sessions/end-others",            DOOR_OWNER,    session_end_others_start},
    {"POST", "/account/sessions/:handle/end",           DOOR_OWNER,    session_end_start},
    {"GET",  "/account/phone",                          DOOR_OWNER,    phone_form_start},
    {"POST", "/account/phone",                          DOOR_OWNER,    phone_start},
    {"POST", "/account/phone/again",                    DOOR_OWNER,    phone_again_start},
    {"GET",  "/account/phone/code",                     DOOR_OWNER,    phone_code_form_start},
    {"POST", "/account/phone/code",                     DOOR_OWNER,    phone_code_start},
    {"GET",  "/account/download",                       DOOR_OWNER,    download_form_start},
    {"GET",  "/account/download.json",                  DOOR_OWNER,    download_json_start},
    {"GET",  "/account/download.pdf",                   DOOR_OWNER,    download_pdf_start},
    {"GET",  "/account/close",                          DOOR_OWNER,    close_form_start},
    {"POST", "/account/close",                          DOOR_OWNER,    close_start},
    {"GET",  "/messages",                               DOOR_OWNER,    messages_start},
    {"GET",  "/messages/preferences",                   DOOR_OWNER,    telling_form_start},
    {"POST", "/messages/preferences",                   DOOR_OWNER,    telling_start},
    {"GET",  "/organisations",                          DOOR_OWNER,    organisations_start},
    {"GET",  "/organisations/new",                      DOOR_OWNER,    organisation_form_start},
    {"POST", "/organisations/new",                      DOOR_PHOTOS,   organisation_make_start},
    {"POST", "/organisations/invitations/:invitation/join",    DOOR_OWNER, invitation_join_start},
    {"POST", "/organisations/invitations/:invitation/decline", DOOR_OWNER, invitation_decline_start},
    {"GET",  "/organisations/:handle",                  DOOR_OWNER,    fleet_start},
    {"POST", "/organisations/:handle",                  DOOR_OWNER,    fleet_search_start},
    {"GET",  "/organisations/:handle/fleet.csv",        DOOR_OWNER,    fleet_csv_start},
    {"GET",  "/organisations/:handle/add",              DOOR_OWNER,    fleet_add_form_start},
    {"POST", "/organisations/:handle/add",              DOOR_OWNER,    fleet_add_start},
    {"POST", "/organisations/:handle/add-many",         DOOR_OWNER,    fleet_add_many_start},
    {"GET",  "/organisations/:handle/members",          DOOR_OWNER,    members_start},
    {"POST", "/organisations/:handle/members",          DOOR_OWNER,    member_invite_start},
    {"POST", "/organisations/:handle/members/:member",  DOOR_OWNER,    member_change_start},
    {"POST", "/organisations/:handle/invitations/:invitation/end", DOOR_OWNER, invitation_end_start},
    {"POST", "/organisations/:handle/leave",            DOOR_OWNER,    organisation_leave_start},
    {"GET",  "/organisations/:handle/end",              DOOR_OWNER,    organisation_end_form_start},
    {"POST", "/organisations/:handle/end",              DOOR_OWNER,    organisation_end_start},
    {"GET",  "/vehicles",                               DOOR_OWNER,    vehicles_start},
    {"GET",  "/vehicles/claim",                         DOOR_OWNER,    claim_form_start},
    {"POST", "/vehicles/claim",                         DOOR_OWNER,    claim_start},
    {"GET",  "/vehicles/claim/papers",                  DOOR_OWNER,    papers_form_start},
    {"POST", "/vehicles/claim/papers",                  DOOR_PHOTOS,   papers_start},
    {"GET",  "/reviews/:review",                        DOOR_OWNER,    review_start},
    {"POST", "/reviews/:review",                        DOOR_PHOTOS,   review_send_start},
    {"GET",  "/vehicles/consent",                       DOOR_OWNER,    consent_form_start},
    {"POST", "/vehicles/consent",                       DOOR_OWNER,    consent_ask_start},
    {"GET",  "/vehicles/consent/code",                  DOOR_OWNER,    consent_code_form_start},
    {"POST", "/vehicles/consent/code",                  DOOR_OWNER,    consent_code_start},
    {"GET",  "/vehicles/:handle",                       DOOR_OWNER,    vehicle_start},
    {"POST", "/vehicles/:handle/consents/:consent/end", DOOR_OWNER,    consent_end_start},
    {"POST", "/vehicles/:handle/leave",                 DOOR_OWNER,    consent_leave_start},
    {"GET",  "/vehicles/:handle/looks",                 DOOR_OWNER,    looks_start},
    {"GET",  "/vehicles/:handle/looks.csv",             DOOR_OWNER,    looks_csv_start},
    {"GET",  "/vehicles/:handle/certificates",          DOOR_OWNER,    certificates_of_vehicle_start},
    {"GET",  "/vehicles/:handle/dispute",               DOOR_OWNER,    dispute_form_start},
    {"POST", "/vehicles/:handle/dispute",               DOOR_PHOTOS,   dispute_open_start},
    {"GET",  "/vehicles/:handle/disputes",              DOOR_OWNER,    disputes_of_vehicle_start},
    {"GET",  "/vehicles/:handle/dispute/:record",       DOOR_OWNER,    dispute_form_start},
    {"POST", "/vehicles/:handle/dispute/:record",       DOOR_PHOTOS,   dispute_open_start},
    {"GET",  "/vehicles/:handle/rating/:record",        DOOR_OWNER,    rating_form_start},
    {"POST", "/vehicles/:handle/rating/:record",        DOOR_OWNER,    rating_start},
    {"GET",  "/disputes/:dispute",                      DOOR_OWNER,    course_start},
    {"POST", "/disputes/:dispute",                      DOOR_OWNER,    course_step_start},
    {"GET",  "/disputes/:dispute/photo",                  DOOR_OWNER,    course_photo_start},

    {"GET",  "/workshop/sign-in",                       DOOR_PAGE,     workshop_sign_in_form},
    {"POST", "/workshop/sign-in",                       DOOR_PAGE,     workshop_sign_in_start},
    {"POST", "/workshop/sign-out",                      DOOR_CONSOLE,  workshop_sign_out_start},
    {"GET",  "/workshop",                               DOOR_CONSOLE,  disputes_of_workshop_start},
    {"GET",  "/workshop/disputes/:dispute",             DOOR_CONSOLE,  course_start},
    {"POST", "/workshop/disputes/:dispute",             DOOR_CONSOLE,  course_step_start},
    {"GET",  "/workshop/disputes/:dispute/photo",         DOOR_CONSOLE,  course_photo_start},

    {"GET",  "/vehicles/:handle/shares",                DOOR_OWNER,    shares_start},
    {"POST", "/vehicles/:handle/shares",                DOOR_OWNER,    share_make_start},
    {"POST", "/vehicles/:handle/shares/:link/end",      DOOR_OWNER,    share_end_start},
    {"GET",  "/s/:secret",                              DOOR_PAGE,     shared_start},
    {"POST", "/s/:secret",                              DOOR_PAGE,     shared_pin_start},
    {"GET",  "/s/:secret/:lang",                        DOOR_PAGE,     shared_language_start},

    {"GET",  "/verify",                                 DOOR_PAGE,     verify_start},
    {"POST", "/verify",                                 DOOR_PAGE,     verify_typed_start},
    {"GET",  "/verify/:number",                         DOOR_PAGE,     verify_number_start},
    {"GET",  "/C",                                      DOOR_PAGE,     verify_start},
    {"GET",  "/c",                                      DOOR_PAGE,     verify_start},

    {"GET",  "/staff/sign-in",                          DOOR_PAGE,     staff_sign_in_form},
    {"POST", "/staff/sign-in",                          DOOR_PAGE,     staff_sign_in_start},
    {"GET",  "/staff",                                  DOOR_STAFF,    staff_front_start},
    {"POST", "/staff/sign-out",                         DOOR_STAFF,    staff_sign_out_start},
    {"GET",  "/staff/reviews",                          DOOR_STAFF,    desk_start},
    {"GET",  "/staff/reviews/:review",                  DOOR_STAFF,    desk_case_start},
    {"POST", "/staff/reviews/:review",                  DOOR_STAFF,    desk_decide_start},
    {"GET",  "/staff/reviews/:review/:photo",           DOOR_STAFF,    desk_photo_start},
    {"GET",  "/staff/disputes",                         DOOR_STAFF,    disputes_of_supervisor_start},
    {"GET",  "/staff/disputes/:dispute",                DOOR_STAFF,    course_start},
    {"POST", "/staff/disputes/:dispute",                DOOR_STAFF,    course_step_start},
    {"GET",  "/staff/disputes/:dispute/photo",            DOOR_STAFF,    course_photo_start},

    {"GET",  "/platform/sign-in",                       DOOR_PAGE,     client_sign_in_form},
    {"POST", "/platform/sign-in",                       DOOR_PAGE,     client_sign_in_start},
    {"GET",  "/platform/sign-in/code",                  DOOR_PAGE,     second_factor_form},
    {"POST", "/platform/sign-in/code",                  DOOR_PAGE,     second_factor_start},
    {"GET",  "/platform/enrol",                         DOOR_PAGE,     enrol_form},
    {"POST", "/platform/enrol",                         DOOR_PAGE,     enrol_start},
    {"POST", "/platform/sign-out",                      DOOR_PLATFORM, client_sign_out_start},
    {"GET",  "/platform",                               DOOR_PLATFORM, overview_start},
    {"GET",  "/platform/keys",                          DOOR_PLATFORM, keys_start},
    {"POST", "/platform/keys",                          DOOR_PLATFORM, key_secret_start},
    {"POST", "/platform/keys/public",                   DOOR_PLATFORM, key_public_start},
    {"GET",  "/platform/keys/:kid/end",                 DOOR_PLATFORM, key_end_form_start},
    {"POST", "/platform/keys/:kid/end",                 DOOR_PLATFORM, key_end_start},
    {"GET",  "/platform/calls",                         DOOR_PLATFORM, calls_start},
    {"GET",  "/platform/calls.csv",                     DOOR_PLATFORM, calls_csv_start},
    {"GET",  "/platform/certificates",                  DOOR_AGENT,    certificates_shown_start},
    {"POST", "/platform/certificates",                  DOOR_AGENT,    certificates_search_start},
    {"GET",  "/platform/certificates.csv",              DOOR_AGENT,    certificates_csv_start},
    {"GET",  "/platform/certificates/new",              DOOR_AGENT,    certificate_form_start},
    {"POST", "/platform/certificates/new",              DOOR_AGENT,    certificate_sent_start},
    {"GET",  "/platform/certificates/papers",           DOOR_AGENT,    certificate_papers_start},
    {"POST", "/platform/certificates/papers",           DOOR_PAPERS,   certificate_papers_send_start},
    {"GET",  "/platform/certificates/batches",          DOOR_AGENT,    batches_start},
    {"POST", "/platform/certificates/batches",          DOOR_AGENT,    batch_send_start},
    {"GET",  "/platform/certificates/batches/:batch.csv", DOOR_AGENT,  batch_csv_start},
    {"GET",  "/platform/certificates/batches/:batch.zip", DOOR_AGENT,  batch_zip_start},
    {"GET",  "/platform/certificates/batches/:batch",   DOOR_AGENT,    batch_shown_start},
    {"GET",  "/platform/certificates/:number.pdf",      DOOR_AGENT,    certificate_paper_start},
    {"GET",  "/platform/certificates/:number.json",     DOOR_AGENT,    certificate_envelope_start},
    {"GET",  "/platform/certificates/:number.png",      DOOR_AGENT,    certificate_preview_start},
    {"GET",  "/platform/certificates/:number",          DOOR_AGENT,    certificate_shown_start},
    {"POST", "/platform/certificates/:number/withdrawal", DOOR_AGENT,  certificate_withdrawn_start},
    {"GET",  "/platform/changes",                       DOOR_PLATFORM, client_feed_start},
    {"GET",  "/platform/webhooks/:id",                  DOOR_PLATFORM, client_webhook_start},
    {"POST", "/platform/webhooks/:id/ping",             DOOR_PLATFORM, client_webhook_ping_start},
    {"POST", "/platform/webhooks/:id/replay",           DOOR_PLATFORM, client_webhook_replay_start},

    {NULL,   NULL,                                      DOOR_COUNT,    NULL},
};
/* clang-format on */

static bool matches_suffix(const char *suffix, h2o_iovec_t path)
{
    size_t length = strlen(suffix);

    if (path.len > 0 && path.base[path.len - 1] == '/')
        path.len--;
    return path.len >= length && memcmp(path.base + path.len - length, suffix, length) == 0;
}

/* On a match, the segments are what stands for each ':…', which ends before a dot that the pattern has. */
static bool path_matches(const char *pattern, h2o_iovec_t path, h2o_iovec_t segment[SEGMENTS])
{
    size_t at = 0, number = 0;

    if (*pattern == '*')
        return matches_suffix(pattern + 1, path);
    for (; *pattern != '\0'; pattern++) {
        if (*pattern != ':') {
            if (at == path.len || path.base[at++] != *pattern)
                return false;
            continue;
        }
        size_t start = at;
        while (at < path.len && path.base[at] != '/')
            at++;
        const char *suffix = pattern + strcspn(pattern, "./");
        size_t suffix_length = strcspn(suffix, "/");
        pattern = suffix + suffix_length - 1;
        if (at - start <= suffix_length || memcmp(path.base + at - suffix_length, suffix, suffix_length) != 0)
            return false;
        segment[number++] = h2o_iovec_init(path.base + start, at - start - suffix_length);
    }
    return at == path.len;
}

static bool method_matches(const h2o_req_t *req, const char *method)
{
    return h2o_memis(req->method.base, req->method.len, method, strlen(method)) ||
           (strcmp(method, "GET") == 0 && h2o_memis(req->method.base, req->method.len, H2O_STRLIT("HEAD")));
}

/* The route of this request; NULL with the fault that says why there is none. */
static const struct route *find(struct exchange *x, bool internal, enum fault *fault)
{
    const h2o_req_t *req = x->req;
    bool named = false; /* with other methods; then it is nobody's segment */

    *fault = FAULT_PATH_UNKNOWN;
    for (const struct route *r = routes; r->method != NULL; r++) {
        bool literal = strpbrk(r->path, ":*") == NULL;

        if ((r->door == DOOR_INTERNAL) != internal || (named && !literal) ||
            !path_matches(r->path, req->path_normalized, x->segment))
            continue;
        named = literal;
        if (method_matches(req, r->method))
            return r;
        *fault = FAULT_METHOD_UNKNOWN;
        reply_header(x, "allow", r->method);
    }
    return NULL;
}

static enum large large_of(enum door door)
{
    switch (door) {
    case DOOR_PHOTOS:
    case DOOR_PAPERS:
    case DOOR_DOCUMENT: return LARGE_PHOTOS;
    case DOOR_OPENAPI_PHOTOS: return LARGE_UPLOADS;
    default: return LARGE_NOT;
    }
}

/* People's photos come in forms with files; any other body there is as small as elsewhere. */
static long body_most(const struct exchange *x)
{
    const struct settings *s = x->service->settings;
    enum large large = large_of(x->route->door);

    if (large == LARGE_UPLOADS)
        return s->upload_photo_bytes;
    return large == LARGE_PHOTOS && body_is(x, "multipart/form-data") ? s->photo_body_bytes : s->body_bytes;
}

/* Bodies with photos are large and stay until they have had their turn; so only some are under way. An upload
 * that has none takes no place. */
static bool photos_have_room(struct exchange *x)
{
    struct service *service = x->service;
    const struct settings *s = service->settings;
    enum large large = x->route == NULL ? LARGE_NOT : large_of(x->route->door);
    bool upload = large == LARGE_UPLOADS;
    unsigned *count = upload ? &service->upload_photo_exchanges : &service->photo_exchanges;

    if (large == LARGE_NOT || (upload && (long)x->req->entity.len <= s->body_bytes))
        return true;
    if ((long)*count >= (upload ? s->upload_photo_senders : s->photo_senders))
        return false;
    ++*count;
    x->photo_place = count;
    return true;
}

enum large routes_large(const char *head, size_t length)
{
    const char *end = memchr(head, '\r', length), *path = memchr(head, ' ', length), *stop;
    h2o_iovec_t segment[SEGMENTS];

    if (end == NULL || path == NULL || path > end)
        return LARGE_NOT;
    stop = path + 1 + strcspn(path + 1, " ?\r");
    for (const struct route *r = routes; r->method != NULL; r++)
        if (large_of(r->door) != LARGE_NOT &&
            h2o_memis(head, (size_t)(path - head), r->method, strlen(r->method)) &&
            path_matches(r->path, h2o_iovec_init(path + 1, (size_t)(stop - path - 1)), segment))
            return large_of(r->door);
    return LARGE_NOT;
}

static bool takes_uploads(enum door door)
{
    return door == DOOR_WORKSHOP || door == DOOR_ENVELOPE || door == DOOR_OPENAPI ||
           door == DOOR_OPENAPI_PHOTOS;
}

static void start(struct exchange *x)
{
    x->route->start(x);
}

static void on_limited(void *state, const struct answer *answer)
{
    struct exchange *x = state;

    if (failed(answer->fault))
        reply_fault(x, answer->fault);
    else
        authenticate(x, start);
}

/* In which form faults are told: pages for people, the interface's own codes for workshops, else documents.
 */
static void (*explainer(struct exchange *x, bool internal))(struct exchange *x, enum fault fault)
{
    ssize_t at = h2o_find_header(&x->req->headers, H2O_TOKEN_ACCEPT, -1);

    if (internal)
        return NULL;
    if (x->route == NULL) {
        h2o_iovec_t wanted = at < 0 ? h2o_iovec_init("", 0) : x->req->headers.entries[at].value;
        return h2o_strstr(wanted.base, wanted.len, H2O_STRLIT("text/html")) != SIZE_MAX ? page_explain : NULL;
    }
    switch (x->route->door) {
    case DOOR_WORKSHOP: return v1_explain;
    case DOOR_ENVELOPE: return chengdu_explain;
    case DOOR_OPENAPI:
    case DOOR_OPENAPI_PHOTOS: return openapi_explain;
    case DOOR_PAGE:
    case DOOR_OWNER:
    case DOOR_PHOTOS: return page_explain;
    case DOOR_CONSOLE: return page_explain_console;
    case DOOR_STAFF: return page_explain_staff;
    case DOOR_PLATFORM:
    case DOOR_AGENT:
    case DOOR_PAPERS: return page_explain_platform;
    default: return NULL;
    }
}

void on_request(struct exchange *x, bool internal)
{
    enum fault fault = framing_check(x->req);
    bool full = (long)x->service->exchanges > x->service->settings->in_flight;

    count(x->service, requests);
    if (failed(fault)) {
        count(x->service, refused_framing);
        x->close_after = true;
        if (internal || full)
            reply_fault(x, fault);
        else
            authenticate_refuse(x, fault);
        return;
    }
    x->route = find(x, internal, &fault);
    x->explain = explainer(x, internal);
    if (full || !photos_have_room(x)) {
        reply_fault(x, FAULT_BUSY);
        return;
    }
    if (x->route != NULL && (long)x->req->entity.len > body_most(x))
        fault = FAULT_BODY_TOO_LARGE;
    else if (x->route != NULL)
        fault = FAULT_NONE;
    if (failed(fault) && internal)
        reply_fault(x, fault);
    else if (failed(fault))
        authenticate_refuse(x, fault);
    else if (x->route->door == DOOR_INTERNAL)
        start(x);
    else if (x->route->door >= DOOR_CLIENT &&
             x->route->door <= DOOR_DOCUMENT) /* limited by client, once it is known */
        authenticate(x, start);
    else if (takes_uploads(x->route->door) && sender_is_known(x)) /* limited by workshop */
        start(x);
    else
        limits_take(x, LIMIT_ADDRESS, 1, address_of(x), strlen(address_of(x)), on_limited, x);
}
