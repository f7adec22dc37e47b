/*
 * photos - from the files of a form to photos that can be stored (store/photo_store.h)
 *
 * The form is read by multipart_read() first.
 */
#pragma once

#include "core/pending.h"
#include "core/photo.h"

/* Marks what is missing, too large, or no photo at first sight; whether all is well so far. */
bool photos_glance(const struct exchange *x, struct photo_field *field, size_t count);

/* Makes the photos on a helper thread of their own. Then each field has its fault or its photo, which belongs
 * to the exchange; a field that need not be there may have neither. The answer's fault is BUSY or none. */
void photos_make(struct exchange *x, struct photo_field *field, size_t count, continuation *resume,
                 void *state);

/* Likewise of bytes that came in another way than by a form. */
void photos_make_of(struct exchange *x, struct photo_field *field, const h2o_iovec_t *file, size_t count,
                    continuation *resume, void *state);

/* Whether every field is as it should be. */
bool photos_are_fine(const struct photo_field *field, size_t count);
