"""What each route answers to each role, for access_test."""

OPEN, SIGNED_OUT, TOKEN, GONE = 200, "signed out", 401, 404
STRANGER, UNREADABLE, ADDED, NO_MESSAGE, APART = "-20", "-1", "1", "-2", "-30"  # codes of the upload interfaces
HELD, SUMMARY, LINES, CASE = "who holds it", "what there is", "a line", "what was sent"  # depends on the vehicle

NOBODY, OWNER, PLATFORM, WORKSHOP, REVIEWER, SUPERVISOR, CONSOLE, ADMIN, AGENT = range(9)
# What somebody without a valid account, an owner, a platform, a workshop's program, a reviewer, a supervisor, a workshop at its pages, and administrators of
# a platform and an exporter get; the last five as nobody, the exporter's as the platform's, unless it is said. A route that is not here fails the test.
ORACLE = {
    **{("GET", path): (GONE,) * 4 for path in ("/healthz", "/readyz", "/metrics")},
    **{("GET", path): (OPEN,) * 4 for path in ("/", "/policy", "/verify", "/C", "/c", "/docs", "/openapi.json")},
    ("GET", "/language/:lang"): (303, 303, 303, 303),
    ("POST", "/verify"): (OPEN, OPEN, OPEN, OPEN),  # with nothing in the form, which changes nothing
    ("GET", "/verify/:number"): (OPEN, OPEN, OPEN, OPEN),  # that nothing is known of it is an answer
    ("GET", "/static/:name"): (GONE, GONE, GONE, GONE),  # of a name that is not there
    ("GET", "/sign-in"): (OPEN, 303, OPEN, OPEN),
    ("POST", "/sign-in"): (403, 403, 403, 403),  # without our form
    ("GET", "/sign-in/code"): (303, 303, 303, 303),
    ("POST", "/sign-in/code"): (403, 403, 403, 403),
    ("POST", "/sign-in/again"): (403, 403, 403, 403),
    ("POST", "/sign-out"): (SIGNED_OUT, 403, SIGNED_OUT, SIGNED_OUT),
    ("POST", "/sign-out-everywhere"): (SIGNED_OUT, 403, SIGNED_OUT, SIGNED_OUT),
    **{("GET", path): (SIGNED_OUT, OPEN, SIGNED_OUT, SIGNED_OUT) for path in ("/account", "/account/sessions", "/account/phone", "/account/download", "/account/download.json", "/account/download.pdf", "/account/close",
                                                                           "/messages", "/messages/preferences", "/vehicles", "/vehicles/claim", "/vehicles/consent")},
    ("POST", "/account/sessions/end-others"): (SIGNED_OUT, 403, SIGNED_OUT, SIGNED_OUT),
    ("POST", "/account/sessions/:handle/end"): (SIGNED_OUT, 403, SIGNED_OUT, SIGNED_OUT),
    ("POST", "/account/phone"): (SIGNED_OUT, 403, SIGNED_OUT, SIGNED_OUT),
    ("POST", "/account/phone/again"): (SIGNED_OUT, 403, SIGNED_OUT, SIGNED_OUT),
    ("GET", "/account/phone/code"): (SIGNED_OUT, 303, SIGNED_OUT, SIGNED_OUT),  # before a number was given
    ("POST", "/account/phone/code"): (SIGNED_OUT, 403, SIGNED_OUT, SIGNED_OUT),
    ("POST", "/account/close"): (SIGNED_OUT, 403, SIGNED_OUT, SIGNED_OUT),
    ("POST", "/messages/preferences"): (SIGNED_OUT, 403, SIGNED_OUT, SIGNED_OUT),
    ("POST", "/vehicles/claim"): (SIGNED_OUT, OPEN, SIGNED_OUT, SIGNED_OUT),  # with our form and a wrong fact: refused
    ("POST", "/vehicles/consent"): (SIGNED_OUT, 403, SIGNED_OUT, SIGNED_OUT),
    ("GET", "/vehicles/consent/code"): (SIGNED_OUT, 303, SIGNED_OUT, SIGNED_OUT),  # before anything was asked
    ("POST", "/vehicles/consent/code"): (SIGNED_OUT, 403, SIGNED_OUT, SIGNED_OUT),
    ("POST", "/vehicles/:handle/consents/:consent/end"): (SIGNED_OUT, 403, SIGNED_OUT, SIGNED_OUT),
    ("POST", "/vehicles/:handle/leave"): (SIGNED_OUT, 403, SIGNED_OUT, SIGNED_OUT),
    ("GET", "/organisations"): (SIGNED_OUT, OPEN, SIGNED_OUT, SIGNED_OUT),
    ("GET", "/organisations/new"): (SIGNED_OUT, OPEN, SIGNED_OUT, SIGNED_OUT),
    ("POST", "/organisations/new"): (SIGNED_OUT, 403, SIGNED_OUT, SIGNED_OUT),
    ("POST", "/organisations/invitations/:invitation/join"): (SIGNED_OUT, 403, SIGNED_OUT, SIGNED_OUT),
    ("POST", "/organisations/invitations/:invitation/decline"): (SIGNED_OUT, 403, SIGNED_OUT, SIGNED_OUT),
    ("GET", "/organisations/:handle"): (SIGNED_OUT, GONE, SIGNED_OUT, SIGNED_OUT),  # of one that is not theirs
    ("POST", "/organisations/:handle"): (SIGNED_OUT, 403, SIGNED_OUT, SIGNED_OUT),
    ("GET", "/organisations/:handle/fleet.csv"): (SIGNED_OUT, GONE, SIGNED_OUT, SIGNED_OUT),
    ("GET", "/organisations/:handle/add"): (SIGNED_OUT, GONE, SIGNED_OUT, SIGNED_OUT),
    ("POST", "/organisations/:handle/add"): (SIGNED_OUT, 403, SIGNED_OUT, SIGNED_OUT),
    ("POST", "/organisations/:handle/add-many"): (SIGNED_OUT, 403, SIGNED_OUT, SIGNED_OUT),
    ("GET", "/organisations/:handle/members"): (SIGNED_OUT, GONE, SIGNED_OUT, SIGNED_OUT),
    ("POST", "/organisations/:handle/members"): (SIGNED_OUT, 403, SIGNED_OUT, SIGNED_OUT),
    ("POST", "/organisations/:handle/members/:member"): (SIGNED_OUT, 403, SIGNED_OUT, SIGNED_OUT),
    ("POST", "/organisations/:handle/invitations/:invitation/end"): (SIGNED_OUT, 403, SIGNED_OUT, SIGNED_OUT),
    ("POST", "/organisations/:handle/leave"): (SIGNED_OUT, 403, SIGNED_OUT, SIGNED_OUT),
    ("GET", "/organisations/:handle/end"): (SIGNED_OUT, GONE, SIGNED_OUT, SIGNED_OUT),
    ("POST", "/organisations/:handle/end"): (SIGNED_OUT, 403, SIGNED_OUT, SIGNED_OUT),
    ("GET", "/vehicles/claim/papers"): (SIGNED_OUT, OPEN, SIGNED_OUT, SIGNED_OUT),
    ("POST", "/vehicles/claim/papers"): (SIGNED_OUT, 403, SIGNED_OUT, SIGNED_OUT),
    ("GET", "/reviews/:review"): (SIGNED_OUT, HELD, SIGNED_OUT, SIGNED_OUT),
    ("POST", "/reviews/:review"): (SIGNED_OUT, 403, SIGNED_OUT, SIGNED_OUT),
    ("GET", "/vehicles/:handle"): (SIGNED_OUT, HELD, SIGNED_OUT, SIGNED_OUT),
    ("GET", "/vehicles/:handle/dispute"): (SIGNED_OUT, HELD, SIGNED_OUT, SIGNED_OUT),
    ("POST", "/vehicles/:handle/dispute"): (SIGNED_OUT, 403, SIGNED_OUT, SIGNED_OUT),
    ("GET", "/vehicles/:handle/disputes"): (SIGNED_OUT, HELD, SIGNED_OUT, SIGNED_OUT),
    ("GET", "/vehicles/:handle/dispute/:record"): (SIGNED_OUT, HELD, SIGNED_OUT, SIGNED_OUT),
    ("POST", "/vehicles/:handle/dispute/:record"): (SIGNED_OUT, 403, SIGNED_OUT, SIGNED_OUT),
    ("GET", "/vehicles/:handle/rating/:record"): (SIGNED_OUT, HELD, SIGNED_OUT, SIGNED_OUT),
    ("POST", "/vehicles/:handle/rating/:record"): (SIGNED_OUT, 403, SIGNED_OUT, SIGNED_OUT),
    ("GET", "/disputes/:dispute"): (SIGNED_OUT, HELD, SIGNED_OUT, SIGNED_OUT),
    ("GET", "/disputes/:dispute/photo"): (SIGNED_OUT, GONE, SIGNED_OUT, SIGNED_OUT),  # of those that have none
    ("POST", "/disputes/:dispute"): (SIGNED_OUT, 403, SIGNED_OUT, SIGNED_OUT),
    ("GET", "/workshop/sign-in"): (OPEN,) * 6 + (303,),
    ("POST", "/workshop/sign-in"): (403,) * 7,
    ("POST", "/workshop/sign-out"): (SIGNED_OUT,) * 6 + (403,),
    ("GET", "/workshop"): (SIGNED_OUT,) * 6 + (OPEN,),
    ("GET", "/workshop/quality"): (SIGNED_OUT,) * 6 + (OPEN,),
    ("GET", "/workshop/disputes/:dispute"): (SIGNED_OUT,) * 6 + (SUMMARY,),
    ("GET", "/workshop/disputes/:dispute/photo"): (SIGNED_OUT,) * 6 + (GONE,),
    ("POST", "/workshop/disputes/:dispute"): (SIGNED_OUT,) * 6 + (403,),
    ("GET", "/workshop/findings"): (SIGNED_OUT,) * 6 + (OPEN,),
    ("GET", "/workshop/findings/:finding"): (SIGNED_OUT,) * 6 + (GONE,),  # another workshop's
    ("POST", "/workshop/findings/:finding"): (SIGNED_OUT,) * 6 + (403,),
    ("GET", "/platform/sign-in"): (OPEN,) * 7 + (303,),
    **{("GET", path): (303,) * 8 for path in ("/platform/sign-in/code", "/platform/enrol")},  # before the password
    **{("POST", path): (403,) * 8 for path in ("/platform/sign-in", "/platform/sign-in/code", "/platform/enrol")},
    **{("GET", path): (SIGNED_OUT,) * 7 + (OPEN,) for path in ("/platform", *(f"/platform/{p}" for p in ("keys", "calls", "calls.csv", "changes")))},
    **{("GET", path): (SIGNED_OUT,) * 7 + (GONE,) for path in ("/platform/keys/:kid/end", "/platform/webhooks/:id")},  # another client's
    **{("POST", f"/platform/{path}"): (SIGNED_OUT,) * 7 + (403,) for path in ("sign-out", "keys", "keys/public", "keys/:kid/end", "webhooks/:id/ping", "webhooks/:id/replay")},
    **{("GET", f"/platform/certificates{path}"): (SIGNED_OUT,) * 7 + (GONE, OPEN) for path in ("", ".csv", "/new", "/papers", "/batches")},
    **{("GET", f"/platform/certificates/{path}"): (SIGNED_OUT,) * 7 + (GONE, GONE) for path in (*(f":number{kind}" for kind in ("", ".pdf", ".json", ".png")), *(f"batches/:batch{kind}" for kind in ("", ".csv", ".zip")))},
    **{("POST", f"/platform/certificates{path}"): (SIGNED_OUT,) * 7 + (GONE, 403) for path in ("", "/new", "/papers", "/batches", "/:number/withdrawal")},
    ("GET", "/staff/reviews"): (SIGNED_OUT,) * 4 + (OPEN, GONE),
    ("GET", "/staff/reviews/:review"): (SIGNED_OUT,) * 4 + (CASE, GONE),
    ("POST", "/staff/reviews/:review"): (SIGNED_OUT,) * 4 + (403, GONE),
    ("GET", "/staff/reviews/:review/:photo"): (SIGNED_OUT,) * 4 + (CASE, GONE),
    ("GET", "/staff/disputes/:dispute/photo"): (SIGNED_OUT,) * 4 + (GONE, GONE),
    ("GET", "/staff/workshops"): (SIGNED_OUT,) * 4 + (GONE, OPEN),
    ("GET", "/staff/workshops/:workshop"): (SIGNED_OUT,) * 4 + (GONE, GONE),
    ("GET", "/staff/disputes"): (SIGNED_OUT,) * 4 + (GONE, OPEN),
    ("GET", "/staff/disputes/:dispute"): (SIGNED_OUT,) * 4 + (GONE, SUMMARY),
    ("POST", "/staff/disputes/:dispute"): (SIGNED_OUT,) * 4 + (403, 403),
    ("GET", "/staff/findings"): (SIGNED_OUT,) * 4 + (GONE, OPEN),
    ("GET", "/staff/findings/:finding"): (SIGNED_OUT,) * 4 + (GONE, GONE),  # of a workshop that still has its days
    ("POST", "/staff/findings/:finding"): (SIGNED_OUT,) * 4 + (403, 403),
    ("GET", "/staff/sign-in"): (OPEN, OPEN, OPEN, OPEN, 303, 303),
    ("POST", "/staff/sign-in"): (403,) * 6,
    ("GET", "/staff"): (SIGNED_OUT,) * 4 + (OPEN, OPEN),
    ("POST", "/staff/sign-out"): (SIGNED_OUT,) * 4 + (403, 403),
    ("GET", "/vehicles/:handle/shares"): (SIGNED_OUT, HELD, SIGNED_OUT, SIGNED_OUT),
    ("POST", "/vehicles/:handle/shares"): (SIGNED_OUT, 403, SIGNED_OUT, SIGNED_OUT),
    ("POST", "/vehicles/:handle/shares/:link/end"): (SIGNED_OUT, 403, SIGNED_OUT, SIGNED_OUT),
    ("GET", "/s/:secret"): (GONE, GONE, GONE, GONE),  # of a link that is not there
    ("POST", "/s/:secret"): (403, 403, 403, 403),
    ("GET", "/s/:secret/:lang"): (GONE, GONE, GONE, GONE),
    ("GET", "/vehicles/:handle/looks"): (SIGNED_OUT, HELD, SIGNED_OUT, SIGNED_OUT),
    **{("GET", f"/vehicles/:handle/{path}"): (SIGNED_OUT, HELD, SIGNED_OUT, SIGNED_OUT) for path in ("looks.csv", "certificates")},
    ("GET", "/.well-known/oauth-authorization-server"): (OPEN, OPEN, OPEN, OPEN),
    **{("POST", path): (415,) * 4 for path in ("/oauth/token", "/oauth/revoke")},
    ("GET", "/v1/vehicles/:handle/summary"): (TOKEN, TOKEN, GONE, TOKEN),  # of no handle of theirs
    ("PUT", "/v1/vehicles/:handle/watch"): (TOKEN, TOKEN, GONE, TOKEN),
    ("DELETE", "/v1/vehicles/:handle/watch"): (TOKEN, TOKEN, GONE, TOKEN),
    ("GET", "/v1/changes"): (TOKEN, TOKEN, OPEN, TOKEN),
    ("GET", "/v1/webhooks"): (TOKEN, TOKEN, OPEN, TOKEN),
    ("POST", "/v1/webhooks"): (TOKEN, TOKEN, 400, TOKEN),  # of no address
    ("DELETE", "/v1/webhooks/:webhook"): (TOKEN, TOKEN, GONE, TOKEN),
    ("POST", "/v1/webhooks/:webhook/ping"): (TOKEN, TOKEN, GONE, TOKEN),
    ("POST", "/v1/webhooks/:webhook/replay"): (TOKEN, TOKEN, 400, TOKEN),  # after nothing
    ("GET", "/v1/webhooks/:webhook/deliveries"): (TOKEN, TOKEN, GONE, TOKEN),
    **{("GET", path): (OPEN,) * 4 for path in ("/.well-known/jwks.json", "/.well-known/chedang-certificate-keys.json", "/.well-known/did.json",
                                               "/.well-known/security.txt", "/certificates/status", "/certificates/trust-list.json", "/certificates/log/head", "/credentials/maintenance/v1")},
    **{("GET", f"/certificates/log/{path}"): (400,) * 4 for path in ("proof", "consistency", "entries")},  # of nothing
    **{(method, f"/v1/repairs{path}"): (TOKEN, TOKEN, 403, TOKEN)  # a workshop's or its vendor's, as clients
       for method, path in (("POST", ""), ("GET", ""), ("GET", "/:handle"), ("PUT", "/:handle"))},
    ("POST", "/v1/certificate-documents"): (TOKEN, TOKEN, 403, TOKEN),
    ("GET", "/v1/certificate-documents/:document"): (TOKEN, TOKEN, 403, TOKEN),
    **{(method, f"/v1/certificates{path}"): (TOKEN, TOKEN, 403, TOKEN)  # an exporter's
       for method, path in (("GET", ""), ("POST", ""), ("POST", "/consents"), ("GET", "/:number"), ("GET", "/:number.json"), ("GET", "/:number.pdf"), ("POST", "/:number/withdrawal"))},
    ("GET", "/v1/sandbox"): (TOKEN, TOKEN, OPEN, TOKEN),
    ("POST", "/v1/lookups"): (TOKEN, TOKEN, SUMMARY, TOKEN),
    ("POST", "/v1/lookups/batch"): (TOKEN, TOKEN, LINES, TOKEN),
    ("POST", "*/restservices/lcipprodatarest/lcipproaccountcompany/query"): (UNREADABLE,) * 4,
    ("POST", "*/restservices/lcipprodatarest/lcipprogetaccesstoken/query"): (UNREADABLE,) * 4,
    ("POST", "*/restservices/lcipprodatarest/lcipprocarfixrecordadd/query"): (STRANGER, STRANGER, STRANGER, ADDED),
    ("POST", "*/restservices/lciphostrest/lcipgetaccesstoken/query"): (UNREADABLE,) * 4,
    ("POST", "*/restservices/lciphostrest/lcipaccountcompany/query"): (STRANGER,) * 4,  # without a token
    ("POST", "*/restservices/lciphostrest/lcipcarfixrecordaddall/query"): (STRANGER, STRANGER, STRANGER, APART),  # no batch
    ("POST", "*/restservices/lciprest/lcipaccountcompany/query"): (UNREADABLE,) * 4,
    ("POST", "*/restservices/lciprest/lcipgetaccesstoken/query"): (UNREADABLE,) * 4,
    ("POST", "*/restservices/lciprest/lcipcarfixrecordadd/query"): (STRANGER, STRANGER, STRANGER, APART),  # without a VIN
    **{("POST", f"*/restservices/lciprest/{call}/query"): codes for call, codes in (  # without a recordid, without a plate
        ("lcipfixrecordmodify", (STRANGER, STRANGER, STRANGER, UNREADABLE)), ("lcipsearchfixdatainfo", (STRANGER,) * 4))},
    **{("POST", f"*/openapi/repairRecord/{call}"): ("107",) * 4  # without an appId
       for call in ("insert", "updateRepairItemByOrderCode", "updateSettleInfoByOrderCode", "updateRepairInfoByOrderCode", "queryCompanyErrRepairRecord")},
    **{("GET", f"*/api/{call}.ashx"): (NO_MESSAGE,) * 4 for call in ("getAccessToken", "upRepairInfo")},
    ("POST", "*/api/getAccessToken.ashx"): (UNREADABLE,) * 4,
    ("POST", "*/api/upRepairInfo.ashx"): (STRANGER,) * 4,
    **{("POST", f"*/carhealth/{call}"): (code,) * 4 for call, code in (("register", UNREADABLE), ("token", UNREADABLE), ("record", STRANGER))},
    **{("GET", path): (OPEN,) * 4 for path in ("*/carhealth/time", "/time")},
}
