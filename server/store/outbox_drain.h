/*
 * outbox_drain - sends the messages of the outbox, at least once each, on a thread of its own
 *
 * To the SMS gateway of the settings (POST of {"to","text"} with a bearer token; only a status below 300
 * counts as sent), or, without one, into the outbox folder, a file each. Notices to owners get their words
 * here.
 */
#pragma once

#include "core/keys.h"
#include "core/settings.h"

struct outbox_drain;

/* The words of a notice of this kind, "zh" or "en"; NULL for a kind that has none. Asked on the drain's
 * thread. */
struct notice_words {
    const char *(*of)(void *source, const char *language, const char *kind);
    void *source;
};

struct outbox_drain *outbox_drain_start(const struct settings *settings, const struct keys *keys,
                                        struct notice_words words);
void outbox_drain_stop(struct outbox_drain *drain);
