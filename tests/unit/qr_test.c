#include "testing.h"

#include <stdio.h>
#include <stdlib.h>

#include <h2o.h>
#include <qrencode.h>

#include "render/qr.h"

enum { MOST = 200 };

/* Draws the path as a browser would, each dark module once. */
static void draw(const struct qr *qr, unsigned char dark[MOST][MOST])
{
    int x, y, right, left, length, seen;

    memset(dark, 0, MOST * MOST);
    for (const char *at = qr->path; *at != '\0'; at += length) {
        seen = sscanf(at, "M%d %dh%dv1h-%dz%n", &x, &y, &right, &left, &length);
        assert_int_equal(seen, 4);
        assert_int_equal(right, left);
        for (int i = 0; i < right; i++) {
            assert_in_range(x + i, 4, qr->size - 5); /* the quiet zone stays quiet */
            assert_in_range(y, 4, qr->size - 5);
            dark[y][x + i]++;
        }
    }
}

static void the_path_draws_what_was_encoded(void **unused)
{
    static unsigned char dark[MOST][MOST];
    static const char *const texts[] = {
        "https://chedang.example/s/AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdE", "a"};
    h2o_mem_pool_t pool;
    struct qr qr;

    (void)unused;
    h2o_mem_init_pool(&pool);
    for (size_t t = 0; t < COUNT(texts); t++) {
        QRcode *code = QRcode_encodeString8bit(texts[t], 0, QR_ECLEVEL_M);

        assert_true(qr_make(&pool, texts[t], &qr));
        assert_int_equal(qr.size, code->width + 8);
        draw(&qr, dark);
        for (int y = 0; y < code->width; y++)
            for (int x = 0; x < code->width; x++)
                assert_int_equal(dark[y + 4][x + 4], code->data[y * code->width + x] & 1);
        QRcode_free(code);
    }
    h2o_mem_clear_pool(&pool);
}

static void what_does_not_fit_is_refused(void **unused)
{
    static char text[4001];
    h2o_mem_pool_t pool;
    struct qr qr;

    (void)unused;
    h2o_mem_init_pool(&pool);
    memset(text, 'x', sizeof(text) - 1);
    assert_false(qr_make(&pool, text, &qr));
    h2o_mem_clear_pool(&pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_path_draws_what_was_encoded),
        cmocka_unit_test(what_does_not_fit_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
