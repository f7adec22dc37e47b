/*
 * qr_image - the text of a QR code in a picture
 *
 * By libzbar, which is opened when the first picture is read: a server needs none of it, and its development
 * package brings half of ImageMagick along.
 */
#pragma once

#include <stddef.h>

enum { QR_TEXT_MOST = 4096 };

enum qr_found {
    QR_FOUND,
    QR_NOTHING,   /* no QR code that can be read */
    QR_NO_READER, /* libzbar is not installed */
    QR_NO_PICTURE /* no JPEG or PNG, damaged, or too large */
};

/* Of a JPEG or PNG; the first code that `wanted` takes. With a zero behind it. */
enum qr_found qr_read(const void *bytes, size_t length, int (*wanted)(const char *text, size_t length),
                      char text[QR_TEXT_MOST]);
