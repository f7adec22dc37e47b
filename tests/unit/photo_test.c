#include "testing.h"

#include <stdlib.h>
#include <string.h>

#include <gd.h>

#include "core/photo.h"

enum { RED = 0xff0000, GREEN = 0x00ff00, BLUE = 0x0000ff, WHITE = 0xffffff };

/* Four quarters: white, red below it, green beside it, blue across. */
static gdImagePtr quarters(int width, int height)
{
    gdImagePtr image = gdImageCreateTrueColor(width, height);

    gdImageFilledRectangle(image, 0, 0, width / 2, height / 2, WHITE);
    gdImageFilledRectangle(image, width / 2, 0, width - 1, height / 2, GREEN);
    gdImageFilledRectangle(image, 0, height / 2, width / 2, height - 1, RED);
    gdImageFilledRectangle(image, width / 2, height / 2, width - 1, height - 1, BLUE);
    return image;
}

struct file {
    char *bytes;
    size_t length;
};

/* A JPEG with a note of the camera's: how it was held, and where its owner lives. */
static struct file camera_jpeg(int width, int height, int orientation)
{
    static const char note[] = "\xff\xe1\0\0"
                               "Exif\0\0MM\0*\0\0\0\x08\0\x02"
                               "\x01\x12\0\x03\0\0\0\x01\0\x01\0\0"
                               "\x01\x0e\0\x02\0\0\0\x10\0\0\0\x26"
                               "\0\0\0\0"
                               "CANARY-LOCATION\0";
    gdImagePtr image = quarters(width, height);
    int length;
    char *jpeg = gdImageJpegPtr(image, &length, 95);
    struct file file = {malloc((size_t)length + sizeof(note) + 16), 0};
    size_t noted = sizeof(note) - 1;

    memcpy(file.bytes, jpeg, 2);
    memcpy(file.bytes + 2, note, noted);
    file.bytes[2 + 4 + 6 + 8 + 2 + 8 + 1] = (char)orientation;
    file.bytes[4] = (char)((noted - 2) >> 8), file.bytes[5] = (char)((noted - 2) & 0xff);
    memcpy(file.bytes + 2 + noted, jpeg + 2, (size_t)length - 2);
    file.length = (size_t)length + noted;
    gdFree(jpeg);
    gdImageDestroy(image);
    return file;
}

static gdImagePtr made(const void *bytes, size_t length)
{
    struct photo photo = {0};
    gdImagePtr image;

    assert_int_equal(photo_make(bytes, length, &photo), PHOTO_FINE);
    image = gdImageCreateFromJpegPtr((int)photo.length, photo.jpeg);
    assert_non_null(image);
    assert_null(memmem(photo.jpeg, photo.length, "CANARY", 6));
    assert_null(memmem(photo.jpeg, photo.length, "Exif", 4));
    photo_free(&photo);
    assert_null(photo.jpeg);
    return image;
}

static void assert_colour(gdImagePtr image, int x, int y, int colour)
{
    int seen = gdImageGetPixel(image, x, y);

    assert_true(abs(gdTrueColorGetRed(seen) - gdTrueColorGetRed(colour)) < 24);
    assert_true(abs(gdTrueColorGetGreen(seen) - gdTrueColorGetGreen(colour)) < 24);
    assert_true(abs(gdTrueColorGetBlue(seen) - gdTrueColorGetBlue(colour)) < 24);
}

/* What is white, green, red and blue when the camera was held upright stands so for every way to hold it. */
static void however_the_camera_was_held_the_photo_is_upright(void **unused)
{
    /* Corners of what is shown, from the upper left clockwise, when this is what the file has there. */
    static const int corners[9][4] = {
        [1] = {WHITE, GREEN, BLUE,  RED  },
          [2] = {GREEN, WHITE, RED,   BLUE },
          [3] = {BLUE,  RED,   WHITE, GREEN},
        [4] = {RED,   BLUE,  GREEN, WHITE},
          [5] = {WHITE, RED,   BLUE,  GREEN},
          [6] = {RED,   WHITE, GREEN, BLUE },
        [7] = {BLUE,  GREEN, WHITE, RED  },
          [8] = {GREEN, BLUE,  RED,   WHITE}
    };

    (void)unused;
    for (int orientation = 1; orientation <= 8; orientation++) {
        struct file file = camera_jpeg(400, 200, orientation);
        gdImagePtr image = made(file.bytes, file.length);
        int right = gdImageSX(image) - 20, low = gdImageSY(image) - 20;

        assert_int_equal(gdImageSX(image), orientation < 5 ? 400 : 200);
        assert_int_equal(gdImageSY(image), orientation < 5 ? 200 : 400);
        assert_colour(image, 20, 20, corners[orientation][0]);
        assert_colour(image, right, 20, corners[orientation][1]);
        assert_colour(image, right, low, corners[orientation][2]);
        assert_colour(image, 20, low, corners[orientation][3]);
        gdImageDestroy(image);
        free(file.bytes);
    }
}

static void what_is_large_is_made_smaller_and_what_is_small_stays(void **unused)
{
    static const int sizes[][4] = {
        {4000, 3000, 2000, 1500},
        {1500, 4500, 666,  2000},
        {2000, 10,   2000, 10  },
        {2001, 1,    2000, 1   },
        {7,    5,    7,    5   }
    };

    (void)unused;
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        struct file file = camera_jpeg(sizes[i][0], sizes[i][1], 1);
        gdImagePtr image = made(file.bytes, file.length);

        assert_int_equal(gdImageSX(image), sizes[i][2]);
        assert_in_range(gdImageSY(image), sizes[i][3] == 1 ? 1 : sizes[i][3] - 1, sizes[i][3] + 1);
        gdImageDestroy(image);
        free(file.bytes);
    }
}

static void what_is_transparent_is_white(void **unused)
{
    gdImagePtr image = gdImageCreateTrueColor(60, 60), seen;
    int length;
    void *png;

    (void)unused;
    gdImageAlphaBlending(image, 0);
    gdImageSaveAlpha(image, 1);
    gdImageFilledRectangle(image, 0, 0, 59, 59, gdTrueColorAlpha(0, 0, 0, gdAlphaTransparent));
    gdImageFilledRectangle(image, 30, 0, 59, 59, gdTrueColorAlpha(0, 0, 255, gdAlphaOpaque));
    png = gdImagePngPtr(image, &length);
    seen = made(png, (size_t)length);
    assert_colour(seen, 10, 10, WHITE);
    assert_colour(seen, 50, 10, BLUE);
    gdImageDestroy(seen);
    gdImageDestroy(image);
    gdFree(png);
}

static enum photo_fault fault_of(const void *bytes, size_t length)
{
    struct photo photo = {0};
    enum photo_fault fault = photo_make(bytes, length, &photo);

    assert_null(photo.jpeg);
    return fault;
}

static void what_is_no_photo_is_told_by_its_reason(void **unused)
{
    static const char text[] = "%PDF-1.7 this is a document and no photo at all, sorry";
    static const char bomb[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xff\xff\0\0\xff\xff\x08\x02\0\0\0\0\0\0\0";
    struct file file = camera_jpeg(600, 400, 1);
    char *large = calloc(1, ((size_t)PHOTO_MIB_MOST << 20) + 1);

    (void)unused;
    photo_init();
    memcpy(large, file.bytes, file.length);
    assert_int_equal(fault_of("", 0), PHOTO_MISSING);
    assert_int_equal(fault_of(text, sizeof(text)), PHOTO_NOT_ONE);
    assert_int_equal(fault_of(large, ((size_t)PHOTO_MIB_MOST << 20) + 1), PHOTO_TOO_LARGE);
    assert_int_equal(fault_of(bomb, sizeof(bomb) - 1), PHOTO_TOO_MANY_PIXELS);
    for (size_t length = 3; length < file.length - 2; length += file.length / 40)
        assert_int_equal(fault_of(file.bytes, length), PHOTO_NOT_ONE);
    for (size_t at = 0; at + 9 < file.length; at++) /* the head of the picture itself */
        if (memcmp(file.bytes + at, "\xff\xc0", 2) == 0)
            memset(file.bytes + at + 5, 0xf0, 4);
    assert_int_equal(fault_of(file.bytes, file.length), PHOTO_TOO_MANY_PIXELS);
    free(file.bytes);
    free(large);
}

static void every_fault_has_a_code(void **unused)
{
    (void)unused;
    assert_null(photo_fault_code(PHOTO_FINE));
    for (int fault = PHOTO_MISSING; fault < PHOTO_FAULT_COUNT; fault++)
        assert_non_null(photo_fault_code((enum photo_fault)fault));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(however_the_camera_was_held_the_photo_is_upright),
        cmocka_unit_test(what_is_large_is_made_smaller_and_what_is_small_stays),
        cmocka_unit_test(what_is_transparent_is_white),
        cmocka_unit_test(what_is_no_photo_is_told_by_its_reason),
        cmocka_unit_test(every_fault_has_a_code),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
