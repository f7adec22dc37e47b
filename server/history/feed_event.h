/*
 * feed_event - that a vehicle's history has changed, as its platforms are told: by handle and entity tag, and
 * nothing of what is in it; or that a certificate is no longer what it was, as its exporter is told
 *
 * {"seq", "kind", "handle", "etag", "at"}: the number counts up by one for each client; kind is CREATED,
 * CORRECTED, DISPUTED, RESTORED or WITHDRAWN; the handle is the one of the client's latest look-up; the tag
 * is that of the summary at this event. {"seq", "kind", "certificate", "at"}: kind is CERTIFICATE_SUPERSEDED
 * or CERTIFICATE_WITHDRAWN.
 */
#pragma once

#include "core/json_text.h"
#include "history/handle.h"

struct feed_event {
    int64_t seq;
    const char *kind, *at;   /* at: RFC 3339 full-date, in China */
    const char *certificate; /* its number; NULL: the event is a vehicle's */
    char handle[HANDLE_TEXT], etag[ETAG_TEXT];
};

void feed_event_put(struct json_text *t, const struct feed_event *event);
