#include "core/photo.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <gd.h>
#include <libexif/exif-data.h>
#include <turbojpeg.h>

enum { WHITE = 0xffffff, QUALITY = 85, PNG_HEAD = 33 };

struct size {
    int width, height;
};

const char *photo_fault_code(enum photo_fault fault)
{
    static const char *const codes[PHOTO_FAULT_COUNT] = {
        [PHOTO_MISSING] = "missing",
        [PHOTO_TOO_LARGE] = "too_large",
        [PHOTO_NOT_ONE] = "not_one",
        [PHOTO_TOO_MANY_PIXELS] = "too_many_pixels",
    };

    return codes[fault];
}

static bool is_jpeg(const uint8_t *bytes, size_t length)
{
    return length >= 3 && memcmp(bytes, "\xff\xd8\xff", 3) == 0;
}

static bool is_png(const uint8_t *bytes, size_t length)
{
    return length >= PNG_HEAD && memcmp(bytes, "\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16) == 0;
}

enum photo_fault photo_glance(const void *bytes, size_t length)
{
    if (length == 0)
        return PHOTO_MISSING;
    if (length > (size_t)PHOTO_MIB_MOST << 20)
        return PHOTO_TOO_LARGE;
    return is_jpeg(bytes, length) || is_png(bytes, length) ? PHOTO_FINE : PHOTO_NOT_ONE;
}

static enum photo_fault bounded(struct size size)
{
    if (size.width <= 0 || size.height <= 0)
        return PHOTO_NOT_ONE;
    return (int64_t)size.width * size.height > PHOTO_MEGAPIXELS_MOST * INT64_C(1000000)
               ? PHOTO_TOO_MANY_PIXELS
               : PHOTO_FINE;
}

static int longer(struct size size)
{
    return size.width > size.height ? size.width : size.height;
}

/* The least of the scales that the decoder has, with which the longer side is still no shorter than it will
 * be. */
static struct size reduced(struct size size)
{
    int count;
    const tjscalingfactor *scales = tjGetScalingFactors(&count);
    struct size least = size;

    for (int i = 0; i < count; i++) {
        struct size scaled = {TJSCALED(size.width, scales[i]), TJSCALED(size.height, scales[i])};

        if (longer(scaled) >= PHOTO_SIDE_MOST && longer(scaled) < longer(least))
            least = scaled;
    }
    return least;
}

/* gd keeps a row of ints, whose upper byte is how transparent a pixel is. */
static gdImagePtr from_pixels(const uint32_t *pixels, struct size size)
{
    gdImagePtr image = gdImageCreateTrueColor(size.width, size.height);

    if (image == NULL)
        return NULL;
    for (int y = 0; y < size.height; y++)
        for (int x = 0; x < size.width; x++)
            image->tpixels[y][x] = (int)(pixels[(size_t)y * (size_t)size.width + (size_t)x] & WHITE);
    return image;
}

/* A file that is cut short or damaged is none: whoever looks at a document must see all of it. */
static enum photo_fault open_jpeg(const uint8_t *bytes, size_t length, gdImagePtr *image)
{
    tjhandle decoder = tjInitDecompress();
    enum photo_fault fault = PHOTO_NOT_ONE;
    struct size size = {0, 0};
    uint32_t *pixels = NULL;
    int sampling, colours;

    if (decoder == NULL)
        return PHOTO_NOT_ONE;
    if (tjDecompressHeader3(decoder, bytes, length, &size.width, &size.height, &sampling, &colours) == 0)
        fault = bounded(size);
    if (fault == PHOTO_FINE) {
        size = reduced(size);
        pixels = calloc((size_t)size.width * (size_t)size.height, sizeof(*pixels));
        if (pixels == NULL ||
            tjDecompress2(decoder, bytes, length, (uint8_t *)pixels, size.width, 0, size.height, TJPF_BGRX,
                          TJFLAG_LIMITSCANS | TJFLAG_STOPONWARNING) != 0 ||
            (*image = from_pixels(pixels, size)) == NULL)
            fault = PHOTO_NOT_ONE;
    }
    free(pixels);
    tjDestroy(decoder);
    return fault;
}

static int big_endian(const uint8_t *at)
{
    return at[0] > 0x7f ? -1 : at[0] << 24 | at[1] << 16 | at[2] << 8 | at[3];
}

static enum photo_fault open_png(const uint8_t *bytes, size_t length, gdImagePtr *image)
{
    enum photo_fault fault = bounded((struct size){big_endian(bytes + 16), big_endian(bytes + 20)});

    if (fault != PHOTO_FINE)
        return fault;
    *image = gdImageCreateFromPngPtr((int)length, (void *)(uintptr_t)bytes);
    return *image == NULL ? PHOTO_NOT_ONE : PHOTO_FINE;
}

/* On white, where it was transparent. */
static gdImagePtr scaled(gdImagePtr image)
{
    struct size from = {gdImageSX(image), gdImageSY(image)}, to = from;
    gdImagePtr canvas;

    if (longer(from) > PHOTO_SIDE_MOST) {
        to.width = (int)((int64_t)from.width * PHOTO_SIDE_MOST / longer(from));
        to.height = (int)((int64_t)from.height * PHOTO_SIDE_MOST / longer(from));
    }
    to = (struct size){to.width < 1 ? 1 : to.width, to.height < 1 ? 1 : to.height};
    canvas = gdImageCreateTrueColor(to.width, to.height);
    if (canvas == NULL)
        return NULL;
    gdImageFilledRectangle(canvas, 0, 0, to.width - 1, to.height - 1, WHITE);
    if (to.width == from.width && to.height == from.height)
        gdImageCopy(canvas, image, 0, 0, 0, 0, to.width, to.height);
    else
        gdImageCopyResampled(canvas, image, 0, 0, 0, 0, to.width, to.height, from.width, from.height);
    return canvas;
}

/* How the camera was held, 1 (upright) to 8. */
static int orientation_of(const uint8_t *bytes, size_t length)
{
    ExifData *exif = is_jpeg(bytes, length) ? exif_data_new_from_data(bytes, (unsigned)length) : NULL;
    ExifEntry *entry;
    int orientation = 1;

    if (exif == NULL)
        return 1;
    entry = exif_content_get_entry(exif->ifd[EXIF_IFD_0], EXIF_TAG_ORIENTATION);
    if (entry != NULL && entry->format == EXIF_FORMAT_SHORT && entry->size >= 2)
        orientation = exif_get_short(entry->data, exif_data_get_byte_order(exif));
    exif_data_unref(exif);
    return orientation;
}

/* Takes `image`. Degrees are gd's, against the clock. */
static gdImagePtr upright(gdImagePtr image, int orientation)
{
    static const struct {
        bool mirrored;
        float degrees;
    } turns[9] = {
        [2] = {true,  0  },
          [3] = {false, 180},
          [4] = {true,  180},
          [5] = {true,  90 },
        [6] = {false, 270},
          [7] = {true,  270},
          [8] = {false, 90 }
    };
    gdImagePtr turned;

    if (orientation < 2 || orientation > 8)
        return image;
    if (turns[orientation].mirrored)
        gdImageFlipHorizontal(image);
    if (turns[orientation].degrees == 0)
        return image;
    turned = gdImageRotateInterpolated(image, turns[orientation].degrees, WHITE);
    gdImageDestroy(image);
    return turned;
}

enum photo_fault photo_make(const void *bytes, size_t length, struct photo *photo)
{
    enum photo_fault fault = photo_glance(bytes, length);
    gdImagePtr image = NULL, small;
    int written = 0;

    if (fault == PHOTO_FINE)
        fault = is_png(bytes, length) ? open_png(bytes, length, &image) : open_jpeg(bytes, length, &image);
    if (fault != PHOTO_FINE)
        return fault;
    small = scaled(image);
    gdImageDestroy(image);
    if (small != NULL)
        small = upright(small, orientation_of(bytes, length));
    if (small == NULL)
        return PHOTO_NOT_ONE;
    void *jpeg = gdImageJpegPtr(small, &written, QUALITY);
    gdImageDestroy(small);
    if (jpeg == NULL)
        return PHOTO_NOT_ONE;
    *photo = (struct photo){jpeg, (size_t)written};
    return PHOTO_FINE;
}

void photo_free(struct photo *photo)
{
    if (photo->jpeg != NULL)
        gdFree(photo->jpeg);
    photo->jpeg = NULL;
}

static void say_nothing(int priority, const char *format, va_list arguments)
{
    (void)priority, (void)format, (void)arguments;
}

void photo_init(void)
{
    gdSetErrorMethod(say_nothing);
}
