#include "commands/qr_image.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <turbojpeg.h>

#include "core/photo.h"

/* What zbar.h says of version 0, as far as it is needed. */
enum { ZBAR_ANY = 0, ZBAR_QRCODE = 64, ZBAR_ENABLE = 0 };
#define FOURCC_Y800 0x30303859ul

struct zbar {
    void *library;
    void *(*scanner_create)(void);
    void (*scanner_destroy)(void *scanner);
    int (*scanner_set)(void *scanner, int symbology, int setting, int value);
    int (*scan)(void *scanner, void *image);
    void *(*image_create)(void);
    void (*image_destroy)(void *image);
    void (*image_format)(void *image, unsigned long format);
    void (*image_size)(void *image, unsigned width, unsigned height);
    void (*image_data)(void *image, const void *data, unsigned long length, void (*cleanup)(void *image));
    const void *(*first_symbol)(const void *image);
    const void *(*next_symbol)(const void *symbol);
    const char *(*symbol_data)(const void *symbol);
    unsigned (*symbol_length)(const void *symbol);
};

static const struct {
    const char *name;
    size_t place;
} functions[] = {
    {"zbar_image_scanner_create",     offsetof(struct zbar, scanner_create) },
    {"zbar_image_scanner_destroy",    offsetof(struct zbar, scanner_destroy)},
    {"zbar_image_scanner_set_config", offsetof(struct zbar, scanner_set)    },
    {"zbar_scan_image",               offsetof(struct zbar, scan)           },
    {"zbar_image_create",             offsetof(struct zbar, image_create)   },
    {"zbar_image_destroy",            offsetof(struct zbar, image_destroy)  },
    {"zbar_image_set_format",         offsetof(struct zbar, image_format)   },
    {"zbar_image_set_size",           offsetof(struct zbar, image_size)     },
    {"zbar_image_set_data",           offsetof(struct zbar, image_data)     },
    {"zbar_image_first_symbol",       offsetof(struct zbar, first_symbol)   },
    {"zbar_symbol_next",              offsetof(struct zbar, next_symbol)    },
    {"zbar_symbol_get_data",          offsetof(struct zbar, symbol_data)    },
    {"zbar_symbol_get_data_length",   offsetof(struct zbar, symbol_length)  },
};

static bool zbar_open(struct zbar *z)
{
    z->library = dlopen("libzbar.so.0", RTLD_NOW | RTLD_LOCAL);
    for (size_t i = 0; z->library != NULL && i < sizeof(functions) / sizeof(functions[0]); i++) {
        void *function = dlsym(z->library, functions[i].name);

        if (function == NULL)
            return false;
        memcpy((char *)z + functions[i].place, &function, sizeof(function));
    }
    return z->library != NULL;
}

struct grey {
    uint8_t *pixels; /* of malloc() */
    int width, height;
};

/* By way of a picture of our own making: bounded, upright, and only what a decoder took whole. */
static bool grey_of(const void *bytes, size_t length, struct grey *grey)
{
    tjhandle decoder = tjInitDecompress();
    struct photo photo = {NULL, 0};
    int sampling, colours;
    bool good;

    good = decoder != NULL && photo_glance(bytes, length) == PHOTO_FINE &&
           photo_make(bytes, length, &photo) == PHOTO_FINE &&
           tjDecompressHeader3(decoder, photo.jpeg, photo.length, &grey->width, &grey->height, &sampling,
                               &colours) == 0;
    if (good) {
        grey->pixels = malloc((size_t)grey->width * (size_t)grey->height);
        good = grey->pixels != NULL && tjDecompress2(decoder, photo.jpeg, photo.length, grey->pixels,
                                                     grey->width, 0, grey->height, TJPF_GRAY, 0) == 0;
    }
    photo_free(&photo);
    if (decoder != NULL)
        tjDestroy(decoder);
    return good;
}

static enum qr_found take_wanted(const struct zbar *z, const void *image,
                                 int (*wanted)(const char *text, size_t length), char text[QR_TEXT_MOST])
{
    for (const void *s = z->first_symbol(image); s != NULL; s = z->next_symbol(s)) {
        size_t length = z->symbol_length(s);

        if (length >= QR_TEXT_MOST || !wanted(z->symbol_data(s), length))
            continue;
        memcpy(text, z->symbol_data(s), length);
        text[length] = '\0';
        return QR_FOUND;
    }
    return QR_NOTHING;
}

static enum qr_found scan(const struct zbar *z, const struct grey *grey,
                          int (*wanted)(const char *text, size_t length), char text[QR_TEXT_MOST])
{
    void *scanner = z->scanner_create(), *image = z->image_create();
    enum qr_found found = QR_NOTHING;

    z->scanner_set(scanner, ZBAR_ANY, ZBAR_ENABLE, 0);
    z->scanner_set(scanner, ZBAR_QRCODE, ZBAR_ENABLE, 1);
    z->image_format(image, FOURCC_Y800);
    z->image_size(image, (unsigned)grey->width, (unsigned)grey->height);
    z->image_data(image, grey->pixels, (unsigned long)grey->width * (unsigned long)grey->height, NULL);
    if (z->scan(scanner, image) > 0)
        found = take_wanted(z, image, wanted, text);
    z->image_destroy(image);
    z->scanner_destroy(scanner);
    return found;
}

enum qr_found qr_read(const void *bytes, size_t length, int (*wanted)(const char *text, size_t length),
                      char text[QR_TEXT_MOST])
{
    struct grey grey = {NULL, 0, 0};
    struct zbar z;
    enum qr_found found;

    if (!grey_of(bytes, length, &grey))
        found = QR_NO_PICTURE;
    else
        found = zbar_open(&z) ? scan(&z, &grey, wanted, text) : QR_NO_READER;
    free(grey.pixels);
    return found;
}
