/*
 * photo - a photograph that somebody sent, made anew
 *
 * What is kept is a JPEG of our own making: of bounded size, upright, and without anything that the camera
 * wrote into it. Slow: for a helper thread. Pure; allocates with malloc only.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum {
    PHOTO_MIB_MOST = 8,         /* of the file that is sent */
    PHOTO_MEGAPIXELS_MOST = 50, /* read from its head, before anything is unpacked */
    PHOTO_SIDE_MOST = 2000      /* pixels of the longer side of what is kept */
};

enum photo_fault {
    PHOTO_FINE,
    PHOTO_MISSING,
    PHOTO_TOO_LARGE,
    PHOTO_NOT_ONE,
    PHOTO_TOO_MANY_PIXELS,
    PHOTO_FAULT_COUNT
};

/* "missing", "too_large", "not_one", "too_many_pixels"; NULL for PHOTO_FINE. */
const char *photo_fault_code(enum photo_fault fault);

/* What can be said by size and first bytes alone. */
enum photo_fault photo_glance(const void *bytes, size_t length);

struct photo {
    void *jpeg; /* NULL, or for photo_free() */
    size_t length;
};

/* From a JPEG or a PNG; leaves *photo alone unless the answer is PHOTO_FINE. */
enum photo_fault photo_make(const void *bytes, size_t length, struct photo *photo);
void photo_free(struct photo *photo);

/* A field of a form for a photo, and what came of it. */
struct photo_field {
    const char *name; /* of the field, and of the stored row */
    bool needed;
    enum photo_fault fault;
    struct photo photo;
};

/* Once, before the first photo: complaints of the libraries are answers here, not lines on standard error. */
void photo_init(void);
