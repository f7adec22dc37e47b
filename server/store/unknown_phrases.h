/*
 * unknown_phrases - names that the lexicon does not know, counted in a loop until they are written down
 *
 * One for each loop, bounded: what finds no room is counted in the metrics, and said again some day. Uploads
 * wait for none of it; the poll writes it, a statement a second.
 */
#pragma once

#include <stdint.h>

#include "core/pending.h"

struct service;
struct unknown_phrases;

enum { UNKNOWN_PHRASES_MOST = 256 };

struct unknown_phrases *unknown_phrases_create(void);
void unknown_phrases_destroy(struct unknown_phrases *phrases);

/* Once more said by the workshop; `phrase` as unknown_phrase() makes it. */
void unknown_phrases_note(struct service *service, int64_t workshop, const char *phrase);

/* `resume` when it is written or could not be, in which case it is kept for the next time; at once when there
 * is nothing. A statement whose answer is lost may have counted, and then counts twice. */
void unknown_phrases_write(struct unknown_phrases *phrases, struct exchange *x, continuation *resume,
                           void *state);
