#include "history/feed_event.h"

void feed_event_put(struct json_text *t, const struct feed_event *event)
{
    json_raw(t, "{\"seq\":");
    json_number_put(t, event->seq);
    json_raw(t, ",\"kind\":");
    json_string_put(t, event->kind);
    if (event->certificate != NULL) {
        json_raw(t, ",\"certificate\":");
        json_string_put(t, event->certificate);
    } else {
        json_raw(t, ",\"handle\":");
        json_string_put(t, event->handle);
        json_raw(t, ",\"etag\":");
        json_string_put(t, event->etag);
    }
    json_raw(t, ",\"at\":");
    json_string_put(t, event->at);
    json_raw(t, "}");
}
